// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"

	holder "github.com/consort-finance/consort/network/identity"
)

// Dial connects to a node with TLS under its organisation's TLS root. The
// connection is made on first use.
func Dial(address, rootFile string) (*grpc.ClientConn, error) {
	pool, err := rootPool(rootFile)
	if err != nil {
		return nil, err
	}
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(pool, "")),
		// a node that is starting refuses at first; the default waits a second then
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backoff.Config{BaseDelay: 20 * time.Millisecond, Multiplier: 1.6, MaxDelay: time.Second}, MinConnectTimeout: 5 * time.Second}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(100<<20)))
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	return connection, nil
}

// Signer loads a holder's key for signing proposals.
func Signer(h holder.Holder) (identity.SigningIdentity, error) {
	certificate, err := identity.ReadCertificate(h.Certificate())
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", h.Dir, err)
	}
	key, err := identity.ReadPrivateKey(h.Key())
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", h.Dir, err)
	}
	signer, err := identity.NewPrivateKeySigningIdentity(h.MSPID, certificate, key)
	if err != nil {
		return nil, fmt.Errorf("identity of %s: %w", h.Dir, err)
	}
	return signer, nil
}
