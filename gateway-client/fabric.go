// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
)

// fabric is a Fabric peer's gateway as a Transport. All calls share one gRPC connection.
type fabric struct {
	identity   Identity
	connection *grpc.ClientConn
	gateway    *client.Gateway
	deliver    peer.DeliverClient
	certHash   []byte // of the TLS client certificate, empty without mutual TLS
}

func newFabric(profile Profile) (*fabric, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	f := &fabric{identity: profile.Identity, certHash: clientTLSHash(profile)}
	var err error
	if f.connection, err = dial(profile); err != nil {
		return nil, err
	}
	f.deliver = peer.NewDeliverClient(f.connection)
	if f.gateway, err = f.gatewayOf(profile.Identity); err != nil {
		return nil, errors.Join(err, f.connection.Close())
	}
	return f, nil
}

// gatewayOf makes a gateway for an identity. It never signs: the client does that itself, to have the bytes first.
func (f *fabric) gatewayOf(id Identity) (*client.Gateway, error) {
	certificate, err := id.X509()
	if err != nil {
		return nil, err
	}
	x509, err := identity.NewX509Identity(id.MSP, certificate)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	return client.Connect(x509, client.WithClientConnection(f.connection), client.WithTLSClientCertificateHash(f.certHash))
}

func (f *fabric) Identity() Identity { return f.identity }

// sign signs what the transport asks of the peer on its own account.
func (f *fabric) sign(digest []byte) ([]byte, error) {
	if f.identity.Sign == nil {
		return nil, errors.New("signature: the connection's identity has no key here")
	}
	signature, err := f.identity.Sign(digest)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	return signature, nil
}

func (f *fabric) Close() error { return errors.Join(f.gateway.Close(), f.connection.Close()) }

func (f *fabric) Propose(call Call) (*Proposal, error) {
	gateway := f.gateway
	if call.Signer != nil {
		other, err := f.gatewayOf(*call.Signer)
		if err != nil {
			return nil, err
		}
		defer other.Close() //nolint:errcheck // it always answers nil
		gateway = other
	}
	opts := []client.ProposalOption{client.WithBytesArguments(call.Args[1:]...), client.WithTransient(call.Transient)}
	if len(call.Organisations) > 0 {
		opts = append(opts, client.WithEndorsingOrganizations(call.Organisations...))
	}
	proposal, err := gateway.GetNetwork(call.Channel).GetContract(call.Chaincode).NewProposal(string(call.Args[0]), opts...)
	if err != nil {
		return nil, err
	}
	bytes, err := proposal.Bytes()
	if err != nil {
		return nil, err
	}
	return &Proposal{TxID: proposal.TransactionID(), Channel: call.Channel, Bytes: bytes, Digest: proposal.Digest(), Organisations: slices.Clone(call.Organisations)}, nil
}

func (f *fabric) Evaluate(ctx context.Context, p *Proposal) ([]byte, error) {
	proposal, err := f.gateway.NewSignedProposal(p.Bytes, p.Signature)
	if err != nil {
		return nil, err
	}
	response, err := proposal.EvaluateWithContext(ctx)
	if err != nil {
		return nil, evaluateTrouble(err)
	}
	return response, nil
}

func (f *fabric) Endorse(ctx context.Context, p *Proposal) (*Envelope, error) {
	proposal, err := f.gateway.NewSignedProposal(p.Bytes, p.Signature)
	if err != nil {
		return nil, err
	}
	transaction, err := proposal.EndorseWithContext(ctx)
	if err != nil {
		return nil, endorseTrouble(err, p.Organisations)
	}
	bytes, err := transaction.Bytes()
	if err != nil {
		return nil, err
	}
	return &Envelope{
		TxID: p.TxID, Channel: p.Channel, Bytes: bytes, Digest: transaction.Digest(), Result: transaction.Result(),
	}, nil
}

func (f *fabric) Submit(ctx context.Context, e *Envelope) error {
	transaction, err := f.gateway.NewSignedTransaction(e.Bytes, e.Signature)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotSent, err)
	}
	_, err = transaction.SubmitWithContext(ctx)
	return submitTrouble(err)
}
