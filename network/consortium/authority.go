// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/topology"
)

// CA is one organisation's certificate authority.
type CA struct {
	Org        string
	Node       string // northbank.ca
	Address    string // host:port of the REST interface, TLS
	Operations string
	Root       string // file of the certificate to trust its TLS by
}

// CAs are all certificate authorities in the order of the topology.
func (c *Consortium) CAs() []CA {
	var cas []CA
	for _, org := range c.Orgs() {
		if s, err := c.server(org); err == nil {
			cas = append(cas, CA{Org: org, Node: org + ".ca", Address: s.Address(), Operations: s.OperationsAddress(), Root: s.CARoot()})
		}
	}
	return cas
}

func (c *Consortium) server(org string) (identity.Server, error) {
	o, err := c.Organisation(org)
	if err != nil {
		return identity.Server{}, err
	}
	return identity.Server{
		Organisation: o,
		Port:         c.endpoint(org + ".ca").Port,
		Operations:   c.endpoint(org + ".ca.operations").Port,
	}, nil
}

// startCA runs the organisation's fabric-ca-server and opens it.
func (c *Consortium) startCA(ctx context.Context, org string) error {
	server, err := c.server(org)
	if err != nil {
		return err
	}
	spec := c.Spec(org + ".ca")
	spec.Path, spec.Args, spec.Dir = c.tools.Path("fabric-ca-server"), server.Arguments(), server.CAHome()
	l := launch{spec, server.Configure, func(ctx context.Context) error { return c.openCA(ctx, server) }}
	p, found, err := l.begin()
	if err != nil {
		return err
	}
	return l.complete(ctx, p, found)
}

func (c *Consortium) openCA(ctx context.Context, server identity.Server) error {
	a, err := identity.Open(ctx, server)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.authorities[server.Name] = a
	return nil
}

// authority is the CA of an organisation; it must run.
func (c *Consortium) authority(ctx context.Context, org string) (*identity.Authority, error) {
	c.mu.Lock()
	a, open := c.authorities[org]
	c.mu.Unlock()
	if open {
		return a, nil
	}
	server, err := c.server(org)
	if err != nil {
		return nil, err
	}
	if err := c.openCA(ctx, server); err != nil {
		return nil, err
	}
	return c.authority(ctx, org)
}

// EnrolTLS gives an organisation's server or client a TLS certificate for this
// machine and for the name <name>.<org>, from the organisation's TLS CA, in a
// directory of the caller's choice below the organisation's. One that is there
// is kept.
func (c *Consortium) EnrolTLS(ctx context.Context, org, name, dir string) (identity.Pair, error) {
	pair := identity.TLSPair(dir)
	a, err := c.authority(ctx, org)
	if err != nil {
		return pair, err
	}
	if err := a.EnrolTLS(ctx, pair, append(identity.Hosts(), name+"."+org)); err != nil {
		return pair, fmt.Errorf("TLS certificate of %s.%s: %w", org, name, err)
	}
	return pair, nil
}

// enrolNodes gives the organisation's nodes and administrator what they need to start.
func (c *Consortium) enrolNodes(ctx context.Context, member topology.Organisation) error {
	o, err := c.Organisation(member.Name)
	if err != nil {
		return err
	}
	people := map[string]identity.Holder{"peer": o.Peer(), "admin": o.Admin()}
	if member.Orderer {
		people["orderer"] = o.Orderer()
	}
	var group errgroup.Group
	for name, h := range people {
		group.Go(func() error { return c.enrolNode(ctx, member.Name, name, h) })
		group.Go(func() error {
			_, err := c.EnrolTLS(ctx, member.Name, name, h.Dir+"/tls")
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("%s.ca: %w (log: %s)", member.Name, err, c.Spec(member.Name+".ca").Log)
	}
	return nil
}

// enrolNode enrols a holder whose name is also its type: peer, orderer or admin.
func (c *Consortium) enrolNode(ctx context.Context, org, name string, h identity.Holder) error {
	a, err := c.authority(ctx, org)
	if err != nil {
		return err
	}
	return a.Enrol(ctx, h, identity.Person{Name: name, Type: name})
}

// enrolUsers enrols everyone else that the topology names.
func (c *Consortium) enrolUsers(ctx context.Context, member topology.Organisation) error {
	o, err := c.Organisation(member.Name)
	if err != nil {
		return err
	}
	a, err := c.authority(ctx, member.Name)
	if err != nil {
		return err
	}
	for _, id := range member.Identities {
		person := identity.Person{Name: id.Name, Type: string(id.Type), Attributes: attributes(id)}
		if err := a.Enrol(ctx, o.User(id.Name), person); err != nil {
			return fmt.Errorf("%s.ca: %w (log: %s)", member.Name, err, c.Spec(member.Name+".ca").Log)
		}
	}
	return nil
}

// attributes are what chaincode reads from the certificate.
func attributes(id topology.Identity) map[string]string {
	out := map[string]string{}
	if id.Party != "" {
		out["consort.party"] = id.Party
	}
	if len(id.Roles) > 0 {
		names := make([]string, len(id.Roles))
		for i, r := range id.Roles {
			names[i] = string(r)
		}
		out["consort.role"] = strings.Join(names, ",")
	}
	return out
}
