// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ResolutionID names a resolution of the consortium's members.
type ResolutionID string

// Validate refuses an empty or malformed name.
func (id ResolutionID) Validate() error {
	if !IsName(string(id)) {
		return fmt.Errorf("resolution %q is not 1 to 64 letters, digits, dots, dashes or underscores", string(id))
	}
	return nil
}

// Key is the resolution's place in a table.
func (id ResolutionID) Key() []string { return []string{string(id)} }

// Resolution is what a member's governors vote on: that one request be carried out at one endpoint, once.
type Resolution struct {
	ID ResolutionID `json:"id"`
	// Endpoint is the name of the endpoint that may be called.
	Endpoint string `json:"endpoint"`
	// RequestHash is [RequestHash] of the one request that it may be called with.
	RequestHash string `json:"requestHash"`
	// Adopted tells that enough members approved.
	Adopted bool `json:"adopted"`
}

// Governed is embedded by the requests of endpoints that need a resolution.
type Governed struct {
	Resolution ResolutionID `json:"resolution" help:"the adopted resolution that this carries out"`
}

// Validate refuses a malformed resolution name.
func (g Governed) Validate() error { return g.Resolution.Validate() }

// Under is the resolution that the request claims to carry out.
func (g Governed) Under() ResolutionID { return g.Resolution }

// RequestHash is the hex SHA-256 of a request's canonical JSON.
func RequestHash(request any) (string, error) {
	content, err := Marshal(request)
	if err != nil {
		return "", errors.New("hash of request: it cannot be encoded")
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}
