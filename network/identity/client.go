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
func (c *client) enrol(ctx context.Context, secret, name string, body enrolRequest) ([]byte, error) {
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

// registrar may add identities to a CA.
type registrar struct {
	certificate []byte
	key         *ecdsa.PrivateKey
}

// register adds an identity. One that is there already is no error: its secret
// is always the same.
func (c *client) register(ctx context.Context, by registrar, body registration) error {
	const path = "/api/v1/register"
	var ignored json.RawMessage
	err := c.call(ctx, path, body, &ignored, func(r *http.Request, data []byte) error {
		t, err := token(by.certificate, by.key, http.MethodPost, path, data)
		r.Header.Set("Authorization", t)
		return err
	})
	var refused statusError
	if errors.As(err, &refused) && refused.status == http.StatusConflict {
		return nil
	}
	if err != nil {
		return fmt.Errorf("register %s: %w", body.ID, err)
	}
	return nil
}
