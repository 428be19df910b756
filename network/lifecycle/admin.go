// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/consort-finance/consort/network/await"
	"github.com/consort-finance/consort/network/channel"
)

// admin is an organisation's administrator at its own peer.
type admin struct {
	*member
	signer     identity.SigningIdentity
	connection *grpc.ClientConn
	endorser   *chaincode.Peer
	lifecycle  *chaincode.Gateway
	gateway    *client.Gateway
}

// connect prepares the connections of all administrators, in the order of the
// members. Nothing is sent until the first call.
func (n *network) connect() (admins []*admin, closeAll func(), err error) {
	closeAll = func() {
		for _, a := range admins {
			a.close()
		}
	}
	for _, m := range n.members {
		a, err := m.connect()
		if err != nil {
			closeAll()
			return nil, nil, fmt.Errorf("administrator of %s: %w", m.Name, err)
		}
		admins = append(admins, a)
	}
	return admins, closeAll, nil
}

func (m *member) connect() (*admin, error) {
	signer, err := channel.Signer(m.Admin())
	if err != nil {
		return nil, err
	}
	connection, err := channel.Dial(m.peer.Address, m.peer.TLSRoot)
	if err != nil {
		return nil, err
	}
	gateway, err := client.Connect(signer, client.WithClientConnection(connection),
		client.WithHash(hash.NONE), client.WithSign(signer.Sign))
	if err != nil {
		connection.Close()
		return nil, fmt.Errorf("gateway: %w", err)
	}
	return &admin{
		member:     m,
		signer:     signer,
		connection: connection,
		endorser:   chaincode.NewPeer(connection, signer),
		lifecycle:  chaincode.NewGateway(connection, signer),
		gateway:    gateway,
	}, nil
}

func (a *admin) close() {
	a.gateway.Close()
	a.connection.Close()
}

// install puts the package on the peer unless it is there.
func (a *admin) install(ctx context.Context, u *unit) error {
	installed, err := a.endorser.QueryInstalled(ctx)
	if err != nil {
		return a.fail("query installed chaincodes", u, err)
	}
	for _, there := range installed.GetInstalledChaincodes() {
		if there.GetPackageId() == u.pack.ID() {
			return nil
		}
	}
	result, err := a.endorser.Install(ctx, bytes.NewReader(u.pack.Bytes))
	if err != nil {
		return a.fail("install", u, fmt.Errorf("%w%s", err, builderSaid(a.log)))
	}
	if result.GetPackageId() != u.pack.ID() {
		return a.fail("install", u, fmt.Errorf("the peer calls the package %s, not %s", result.GetPackageId(), u.pack.ID()))
	}
	return nil
}

// approve gives the organisation's approval unless it has given this very one.
// Orderers sometimes answer that they know the transaction already, because one
// passed it on to another before the client's own copy came: it is ordered, and
// looking again tells.
func (a *admin) approve(ctx context.Context, u *unit) error {
	ctx, cancel := context.WithTimeout(ctx, orderLimit)
	defer cancel()
	return await.Success(ctx, 200*time.Millisecond, func(ctx context.Context) error {
		given, err := a.approved(ctx, u)
		if err != nil || given {
			return err
		}
		if err := a.lifecycle.Approve(ctx, u.definition); err != nil {
			return a.fail("approve", u, unlessInDoubt(err))
		}
		return nil
	})
}

// orderLimit is how long a lifecycle transaction may take, a change of the
// ordering leader included.
const orderLimit = 60 * time.Second

// alreadyApproved is how a peer says that the approval is there (Fabric,
// core/chaincode/lifecycle/lifecycle.go): one that was in doubt came into a block
// after it was looked up.
const alreadyApproved = "with unchanged content"

// unlessInDoubt marks an error as final, except when the transaction may have
// been ordered, or lost a race against one that says the same.
func unlessInDoubt(err error) error {
	var lost *client.CommitError
	if status.Code(err) == codes.Unavailable || errors.As(err, &lost) || strings.Contains(explain(err).Error(), alreadyApproved) {
		return err
	}
	return final{err}
}

// final is an error that asking again would not change.
type final struct{ error }

// Is makes it end a wait.
func (f final) Is(target error) bool { return target == await.ErrNever }

// Unwrap gives the error itself.
func (f final) Unwrap() error { return f.error }

// notApproved is how a peer says that its organisation has approved nothing
// under a name and sequence (Fabric, core/chaincode/lifecycle/lifecycle.go).
const notApproved = "could not fetch approved chaincode definition"

func (a *admin) approved(ctx context.Context, u *unit) (bool, error) {
	d := u.definition
	have, err := a.lifecycle.QueryApproved(ctx, d.ChannelName, d.Name, d.Sequence)
	switch {
	case err != nil && strings.Contains(explain(err).Error(), notApproved):
		return false, nil
	case err != nil:
		return false, a.fail("query approval", u, err)
	}
	same, err := samePolicy(d.ApplicationPolicy, have.GetValidationParameter())
	if err != nil {
		return false, a.fail("compare approval", u, err)
	}
	return same && have.GetVersion() == d.Version &&
		have.GetSource().GetLocalPackage().GetPackageId() == d.PackageID &&
		sameCollections(d.Collections, have.GetCollections()), nil
}

// fail names the organisation, what was tried, and every peer's own words.
func (a *admin) fail(what string, u *unit, err error) error {
	return fmt.Errorf("%s: %s %s: %w", a.Name, what, u.Name, explain(err))
}
