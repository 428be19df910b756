// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// client speaks to one fabric-ca-server.
type client struct {
	address string // host:port
	http    *http.Client
}

// newClient trusts the server's own root alone.
func newClient(address, rootFile string) (*client, error) {
	root, err := os.ReadFile(rootFile)
	if err != nil {
		return nil, fmt.Errorf("root certificate: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(root) {
		return nil, fmt.Errorf("root certificate: none in %s", rootFile)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	return &client{address, &http.Client{Transport: transport, Timeout: 20 * time.Second}}, nil
}

// answer is the envelope of every response (fabric-ca, swagger "Response").
type answer struct {
	Success bool            `json:"success"`
	Result  json.RawMessage `json:"result"`
	Errors  []serverError   `json:"errors"`
}

type serverError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e serverError) Error() string { return fmt.Sprintf("fabric-ca error %d: %s", e.Code, e.Message) }

// statusError keeps the HTTP status, by which a repeated registration is known.
type statusError struct {
	status int
	cause  error
}

func (e statusError) Error() string { return e.cause.Error() }

// call posts a body; authorise adds the credentials.
func (c *client) call(ctx context.Context, path string, body, result any, authorise func(*http.Request, []byte) error) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+c.address+path, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if err := authorise(request, data); err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("call fabric-ca: %w", err)
	}
	defer response.Body.Close()
	return decode(response, result)
}

func decode(response *http.Response, result any) error {
	data, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return fmt.Errorf("fabric-ca answered %s: %s", response.Status, strings.TrimSpace(string(data)))
	}
	if !a.Success {
		causes := []error{}
		for _, e := range a.Errors {
			causes = append(causes, e)
		}
		return statusError{response.StatusCode, errors.Join(causes...)}
	}
	if err := json.Unmarshal(a.Result, result); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}

type enrolRequest struct {
	Hosts   []string `json:"hosts"`
	Request string   `json:"certificate_request"`
	Profile string   `json:"profile,omitempty"`
	CA      string   `json:"caname"`
}

// enrol asks for a certificate with name and secret and gives it in PEM.
func (c *client) enrol(ctx context.Context, name, secret string, body enrolRequest) ([]byte, error) {
	var issued struct{ Cert []byte } // base64 of the PEM text
	err := c.call(ctx, "/api/v1/enroll", body, &issued, func(r *http.Request, _ []byte) error {
		r.SetBasicAuth(name, secret)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("enrol %s: %w", name, err)
	}
	return issued.Cert, nil
}

// enrolAgain asks for one more certificate of an identity, proved by one that it
// holds. It spares the server the password hash, by far the most costly step of
// an enrolment.
func (c *client) enrolAgain(ctx context.Context, as credentials, body enrolRequest) ([]byte, error) {
	var issued struct{ Cert []byte }
	if err := c.call(ctx, "/api/v1/reenroll", body, &issued, as.authorise); err != nil {
		return nil, fmt.Errorf("enrol again: %w", err)
	}
	return issued.Cert, nil
}

// ready asks the server, without credentials, who it is.
func (c *client) ready(ctx context.Context, ca string) error {
	var ignored json.RawMessage
	body := struct {
		CA string `json:"caname"`
	}{ca}
	if err := c.call(ctx, "/api/v1/cainfo", body, &ignored, func(*http.Request, []byte) error { return nil }); err != nil {
		return fmt.Errorf("CA information: %w", err)
	}
	return nil
}

// attribute is written into the enrolment certificate.
type attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	ECert bool   `json:"ecert"`
}

type registration struct {
	ID             string      `json:"id"`
	Type           string      `json:"type"`
	Secret         string      `json:"secret"`
	MaxEnrollments int         `json:"max_enrollments"`
	Affiliation    string      `json:"affiliation"`
	Attributes     []attribute `json:"attrs,omitempty"`
	CA             string      `json:"caname"`
}

// credentials prove an identity to the CA that issued its certificate.
type credentials struct {
	certificate []byte
	key         *ecdsa.PrivateKey
}

func (c credentials) authorise(r *http.Request, body []byte) error {
	t, err := token(c.certificate, c.key, r.Method, r.URL.Path, body)
	r.Header.Set("Authorization", t)
	return err
}

// register adds an identity. One that is there already is no error: its secret
// is always the same.
func (c *client) register(ctx context.Context, by credentials, body registration) error {
	var ignored json.RawMessage
	err := c.call(ctx, "/api/v1/register", body, &ignored, by.authorise)
	var refused statusError
	if errors.As(err, &refused) && refused.status == http.StatusConflict {
		return nil
	}
	if err != nil {
		return fmt.Errorf("register %s: %w", body.ID, err)
	}
	return nil
}
