// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
)

// token authorises a request to fabric-ca: the caller's certificate and its
// signature over method, path, body and certificate (fabric-ca, util.GenECDSAToken).
func token(certificate []byte, key *ecdsa.PrivateKey, method, path string, body []byte) (string, error) {
	encode := base64.StdEncoding.EncodeToString
	payload := method + "." + encode([]byte(path)) + "." + encode(body) + "." + encode(certificate)
	digest := sha256.Sum256([]byte(payload))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		return "", fmt.Errorf("sign request: %w", err)
	}
	signature, err := asn1.Marshal(struct{ R, S *big.Int }{r, lowS(key, s)})
	if err != nil {
		return "", fmt.Errorf("encode signature: %w", err)
	}
	return encode(certificate) + "." + encode(signature), nil
}

// lowS gives the smaller of the two equivalent values of s: Fabric's crypto
// provider refuses the other, which anyone could compute.
func lowS(key *ecdsa.PrivateKey, s *big.Int) *big.Int {
	order := key.Params().N
	if s.Cmp(new(big.Int).Rsh(order, 1)) > 0 {
		return new(big.Int).Sub(order, s)
	}
	return s
}
