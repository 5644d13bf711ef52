// aws-sdk-go-v2: the signer of the AWS SDK for Go, version 2.
package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// The request as a user of net/http has it.
func requestOf(c *Case) (*http.Request, error) {
	request, err := http.NewRequest(c.Method, "https://"+c.host()+c.target(), bytes.NewReader(c.body()))
	if err != nil {
		return nil, err
	}
	for _, header := range c.Headers {
		if !strings.EqualFold(header[0], "host") {
			request.Header.Add(header[0], header[1])
		}
	}
	return request, nil
}

func signerOf(c *Case) *v4.Signer {
	demand(c.Service != "s3express" && c.Service != "iotdevicegateway")
	// A service that refuses UNSIGNED-PAYLOAD is the caller's to know.
	demand(c.Service != "lambda" || c.Rules == nil)
	return v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = !c.rule("double_encode", !c.isS3()) })
}

func credentialsOf(c *Case) aws.Credentials {
	return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}
}

func sign(c *Case) (map[string]any, error) {
	signer := signerOf(c)
	c.onlyRules("payload", "double_encode", "content_sha256_header")
	request, err := requestOf(c)
	if err != nil {
		return nil, err
	}
	payload := c.payload()
	if c.rule("content_sha256_header", c.isS3()) {
		// As the SDK's middleware does it before it signs.
		request.Header.Set("X-Amz-Content-Sha256", payload)
	}
	if err := signer.SignHTTP(context.Background(), credentialsOf(c), request, payload, c.Service, c.Region, c.time()); err != nil {
		return nil, err
	}
	return sent(request)
}

func presign(c *Case) (map[string]any, error) {
	signer := signerOf(c)
	c.onlyRules("payload", "double_encode")
	request, err := requestOf(c)
	if err != nil {
		return nil, err
	}
	query := request.URL.Query()
	query.Set("X-Amz-Expires", strconv.FormatInt(c.ExpiresSeconds, 10))
	request.URL.RawQuery = query.Encode()
	url, _, err := signer.PresignHTTP(context.Background(), credentialsOf(c), request, c.payload(), c.Service, c.Region, c.time())
	if err != nil {
		return nil, err
	}
	// A client that uses the URL sends the headers.
	if _, err := httputil.DumpRequestOut(request, true); err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(url, "://")
	target := rest[strings.IndexAny(rest, "/?"):]
	_, signature, _ := strings.Cut(target, "X-Amz-Signature=")
	return map[string]any{"target": target, "signature": signature}, nil
}

// What net/http makes of the request: the bytes that it would send.
func sent(request *http.Request) (map[string]any, error) {
	dump, err := httputil.DumpRequestOut(request, true)
	if err != nil {
		return nil, err
	}
	head, _, _ := strings.Cut(string(dump), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	answer := map[string]any{"target": strings.Split(lines[0], " ")[1]}
	headers := [][2]string{}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		// What net/http adds on its own is not the signer's.
		if name == "User-Agent" || name == "Accept-Encoding" && request.Header.Get(name) == "" {
			continue
		}
		headers = append(headers, [2]string{name, value})
		if name == "Authorization" {
			answer["authorization"] = value
			_, answer["signature"], _ = strings.Cut(value, "Signature=")
			_, names, _ := strings.Cut(value, "SignedHeaders=")
			answer["signed_headers"], _, _ = strings.Cut(names, ",")
		}
	}
	answer["headers"] = headers
	return answer, nil
}

func main() {
	serve(map[string]func(*Case) (map[string]any, error){"sign": sign, "presign": presign})
}
