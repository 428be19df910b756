// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"fmt"
	"strings"

	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/process"
	"github.com/consort-finance/consort/network/topology"
)

// Peer is one organisation's peer.
type Peer struct {
	Org              string
	Node             string // northbank.peer
	MSPID            string
	Address          string // host:port for clients and other peers, TLS
	ChaincodeAddress string // host:port for chaincode that connects to the peer
	Operations       string // host:port of health and metrics, plain HTTP
	TLSRoot          string // file of the organisation's TLS root certificate
	Home             string // directory with core.yaml, msp, tls and the ledgers
}

// Orderer is one organisation's BFT orderer.
type Orderer struct {
	Org        string
	Node       string // northbank.orderer
	MSPID      string
	ID         int    // in the channel's consenter mapping, from 1
	Address    string // host:port, TLS
	Admin      string // host:port of channel participation, mutual TLS
	Operations string // host:port of health and metrics, plain HTTP
	TLSRoot    string
	Home       string
}

// Identity is someone's enrolment at the CA of an organisation.
type Identity struct {
	Org         string
	Name        string
	MSPID       string
	MSPDir      string
	Certificate string // file
	Key         string // file
}

// Dir is the network's directory, absolute.
func (c *Consortium) Dir() string { return c.dir }

// Channel is the name of the channel.
func (c *Consortium) Channel() string { return c.topology.Channel.Name }

// Orgs are the names of the members in the order of the topology.
func (c *Consortium) Orgs() []string { return c.topology.Names() }

// Builder is the directory that every peer's core.yaml names as its external
// builder; its programs belong in its bin directory.
func (c *Consortium) Builder() string { return c.path("builder") }

// Organisation gives the directory layout of a member's keys.
func (c *Consortium) Organisation(org string) (identity.Organisation, error) {
	o, err := c.topology.Organisation(org)
	if err != nil {
		return identity.Organisation{}, err
	}
	return identity.Organisation{Name: o.Name, MSPID: o.MSPID, Dir: c.path("orgs", o.Name)}, nil
}

// Peer finds a member's peer. The error of an unknown member lists those there are.
func (c *Consortium) Peer(org string) (Peer, error) {
	o, err := c.Organisation(org)
	if err != nil {
		return Peer{}, err
	}
	node := org + ".peer"
	return Peer{
		Org: org, Node: node, MSPID: o.MSPID,
		Address:          c.address(node),
		ChaincodeAddress: c.address(node + ".chaincode"),
		Operations:       c.address(node + ".operations"),
		TLSRoot:          o.TLSRoot(),
		Home:             o.Peer().Dir,
	}, nil
}

// Peers are all peers in the order of the topology.
func (c *Consortium) Peers() []Peer {
	var peers []Peer
	for _, org := range c.Orgs() {
		if p, err := c.Peer(org); err == nil {
			peers = append(peers, p)
		}
	}
	return peers
}

// Orderers are all orderers in the order of the consenter mapping.
func (c *Consortium) Orderers() []Orderer {
	var orderers []Orderer
	for i, member := range c.topology.Orderers() {
		o, err := c.Organisation(member.Name)
		if err != nil {
			continue // cannot be: the name came from the topology
		}
		node := member.Name + ".orderer"
		orderers = append(orderers, Orderer{
			Org: member.Name, Node: node, MSPID: o.MSPID, ID: i + 1,
			Address:    c.address(node),
			Admin:      c.address(node + ".admin"),
			Operations: c.address(node + ".operations"),
			TLSRoot:    o.TLSRoot(),
			Home:       o.Orderer().Dir,
		})
	}
	return orderers
}

// Identity finds someone enrolled by a member: "admin", or a name from the
// topology.
func (c *Consortium) Identity(org, name string) (Identity, error) {
	o, err := c.Organisation(org)
	if err != nil {
		return Identity{}, err
	}
	h, names := o.Admin(), []string{"admin"}
	member, _ := c.topology.Organisation(org)
	found := name == "admin"
	for _, id := range member.Identities {
		names = append(names, id.Name)
		if id.Name == name {
			h, found = o.User(name), true
		}
	}
	if !found {
		return Identity{}, fmt.Errorf("no identity %q in %s: there are %s", name, org, strings.Join(names, ", "))
	}
	return Identity{Org: org, Name: name, MSPID: o.MSPID, MSPDir: h.MSP(), Certificate: h.Certificate(), Key: h.Key()}, nil
}

// Spec begins the description of a node's process: its name, log and PID file.
// Whatever is started from it is stopped by [Consortium.Down].
func (c *Consortium) Spec(node string) process.Spec {
	return process.Spec{
		Name:    node,
		Log:     c.path("logs", node+".log"),
		PIDFile: c.path("run", node+".pid"),
	}
}

// address is where a purpose listens. Ports of nodes are all chosen before
// anything asks, so an unknown purpose is a mistake in this package.
func (c *Consortium) address(purpose string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("%s:%d", identity.Host, c.state.Ports[purpose])
}

// Topology is what the network was last started with.
func (c *Consortium) Topology() *topology.Topology { return c.topology }

// Program is the path of one of Fabric's programs, such as "peer".
func (c *Consortium) Program(name string) string { return c.tools.Path(name) }
