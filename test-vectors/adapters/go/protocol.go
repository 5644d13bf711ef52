package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

// Case is a request of the protocol.
type Case struct {
	ID              string         `json:"id"`
	Op              string         `json:"op"`
	Method          string         `json:"method"`
	Target          string         `json:"target"`
	Headers         [][2]string    `json:"headers"`
	Body            string         `json:"body"`
	AccessKeyID     string         `json:"access_key_id"`
	SecretAccessKey string         `json:"secret_access_key"`
	SessionToken    string         `json:"session_token"`
	Region          string         `json:"region"`
	Service         string         `json:"service"`
	Timestamp       string         `json:"timestamp"`
	ExpiresSeconds  int64          `json:"expires_seconds"`
	Rules           map[string]any `json:"rules"`
}

// What demand panics with: the library does not claim to do this.
type unsupported struct{}

func demand(holds bool) {
	if !holds {
		panic(unsupported{})
	}
}

func (c *Case) host() string {
	for _, header := range c.Headers {
		if strings.EqualFold(header[0], "host") && strings.TrimSpace(header[1]) != "" {
			return strings.TrimSpace(header[1])
		}
	}
	// A URL has a host.
	demand(false)
	return ""
}

// What is no ASCII, has a space or is no path is no part of a URL; a fragment is no part of a request.
func (c *Case) target() string {
	for _, char := range c.Target {
		demand(char != ' ' && char != '#' && char < 128)
	}
	demand(c.Target == "" || c.Target[0] == '/' || c.Target[0] == '?')
	return c.Target
}

func (c *Case) body() []byte {
	body, _ := base64.StdEncoding.DecodeString(c.Body)
	return body
}

func (c *Case) isS3() bool { return strings.HasPrefix(c.Service, "s3") }

func (c *Case) rule(name string, usual bool) bool {
	if value, ok := c.Rules[name].(bool); ok {
		return value
	}
	return usual
}

func (c *Case) onlyRules(names ...string) {
	for name := range c.Rules {
		demand(strings.Contains(" "+strings.Join(names, " ")+" ", " "+name+" "))
	}
}

// The last line of the canonical request, which the caller of the signer hands to it.
func (c *Case) payload() string {
	for _, header := range c.Headers {
		if strings.EqualFold(header[0], "x-amz-content-sha256") {
			return header[1]
		}
	}
	payload, _ := c.Rules["payload"].(string)
	if payload == "" && c.Op == "presign" && c.isS3() {
		return "UNSIGNED-PAYLOAD"
	}
	if payload == "" || payload == "signed" {
		digest := sha256.Sum256(c.body())
		return hex.EncodeToString(digest[:])
	}
	return payload
}

func (c *Case) time() time.Time {
	at, err := time.Parse("20060102T150405Z", c.Timestamp)
	// No clock shows what is no time.
	demand(err == nil)
	return at
}

func answerTo(line []byte, ops map[string]func(*Case) (map[string]any, error)) (answer map[string]any) {
	c := &Case{}
	err := json.Unmarshal(line, c)
	defer func() {
		switch stopped := recover(); stopped.(type) {
		case nil:
		case unsupported:
			answer = map[string]any{"unsupported": true}
		default:
			answer = map[string]any{"error": map[string]string{"code": "Panic", "message": fmt.Sprint(stopped)}}
		}
		if err != nil {
			answer = map[string]any{"error": map[string]string{"code": "Refused", "message": err.Error()}}
		}
		answer["id"] = c.ID
	}()
	op, known := ops[c.Op]
	demand(err != nil || known)
	if err == nil {
		answer, err = op(c)
	}
	return answer
}

func serve(ops map[string]func(*Case) (map[string]any, error)) {
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 || out.Encode(answerTo(line, ops)) != nil || err != nil {
			return
		}
	}
}
