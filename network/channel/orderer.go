// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/consort-finance/consort/network/identity"
)

// OrdererAdmin speaks the channel participation interface of one orderer, over
// mutual TLS as that organisation's administrator.
type OrdererAdmin struct {
	address string
	http    *http.Client
}

// NewOrdererAdmin loads the administrator's TLS pair. address is host:port.
func NewOrdererAdmin(address string, pair identity.Pair) (*OrdererAdmin, error) {
	certificate, err := tls.LoadX509KeyPair(pair.Certificate, pair.Key)
	if err != nil {
		return nil, fmt.Errorf("administrator's TLS certificate: %w", err)
	}
	pool, err := rootPool(pair.Root)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: pool, MinVersion: tls.VersionTLS12}
	return &OrdererAdmin{address, &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: 20 * time.Second}}, nil
}

func rootPool(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("TLS root: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("TLS root: no certificate in %s", file)
	}
	return pool, nil
}

// Participation is what an orderer says of its part in a channel.
type Participation struct {
	Name              string `json:"name"`
	Status            string `json:"status"`            // active once it takes part
	ConsensusRelation string `json:"consensusRelation"` // consenter, follower, …
	Height            uint64 `json:"height"`
}

// Join has the orderer join the channel of a block, unless it takes part already.
func (o *OrdererAdmin) Join(ctx context.Context, channel string, block []byte) error {
	joined, err := o.joined(ctx, channel)
	if err != nil || joined {
		return err
	}
	body, contentType, err := joinForm(block)
	if err != nil {
		return err
	}
	status, answer, err := o.call(ctx, http.MethodPost, "", body, contentType)
	if err != nil {
		return err
	}
	if status != http.StatusCreated {
		return fmt.Errorf("join channel %s: orderer answered %d: %s", channel, status, answer)
	}
	return nil
}

func (o *OrdererAdmin) joined(ctx context.Context, channel string) (bool, error) {
	status, answer, err := o.call(ctx, http.MethodGet, "/"+channel, nil, "")
	switch {
	case err != nil:
		return false, err
	case status == http.StatusOK:
		return true, nil
	case status == http.StatusNotFound:
		return false, nil
	}
	return false, fmt.Errorf("channel %s: orderer answered %d: %s", channel, status, answer)
}

// Participation asks the orderer about a channel.
func (o *OrdererAdmin) Participation(ctx context.Context, channel string) (Participation, error) {
	status, answer, err := o.call(ctx, http.MethodGet, "/"+channel, nil, "")
	if err != nil {
		return Participation{}, err
	}
	if status != http.StatusOK {
		return Participation{}, fmt.Errorf("channel %s: orderer answered %d: %s", channel, status, answer)
	}
	var p Participation
	if err := json.Unmarshal([]byte(answer), &p); err != nil {
		return Participation{}, fmt.Errorf("channel %s: decode answer: %w", channel, err)
	}
	return p, nil
}

func (o *OrdererAdmin) call(ctx context.Context, method, path string, body io.Reader, contentType string) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, "https://"+o.address+"/participation/v1/channels"+path, body)
	if err != nil {
		return 0, "", fmt.Errorf("channel participation: %w", err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := o.http.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("channel participation: %w", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return 0, "", fmt.Errorf("channel participation: %w", err)
	}
	return response.StatusCode, strings.TrimSpace(string(answer)), nil
}

func joinForm(block []byte) (io.Reader, string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("config-block", "config.block")
	if err != nil {
		return nil, "", fmt.Errorf("join form: %w", err)
	}
	if _, err := part.Write(block); err != nil {
		return nil, "", fmt.Errorf("join form: %w", err)
	}
	if err := form.Close(); err != nil {
		return nil, "", fmt.Errorf("join form: %w", err)
	}
	return &body, form.FormDataContentType(), nil
}
