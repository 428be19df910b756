// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/channel"
	"github.com/consort-finance/consort/network/process"
)

// State is what a node is doing.
type State string

const (
	// Running means that the process runs and, for nodes of Fabric, says it is well.
	Running State = "running"
	// Unwell means that it runs and says it is not, or does not answer.
	Unwell State = "unwell"
	// Stopped means that there is no process.
	Stopped State = "stopped"
)

// Kind is what a node is.
type Kind string

// The kinds of nodes.
const (
	KindCA        Kind = "ca"
	KindOrderer   Kind = "orderer"
	KindPeer      Kind = "peer"
	KindChaincode Kind = "chaincode"
)

// NodeStatus is one node's state.
type NodeStatus struct {
	Node       string `json:"node"`
	Org        string `json:"org"`
	Kind       Kind   `json:"kind"`
	State      State  `json:"state"`
	PID        int    `json:"pid,omitempty"`
	Address    string `json:"address,omitempty"`
	Operations string `json:"operations,omitempty"`
	Height     uint64 `json:"height,omitempty"`  // blocks of the channel that it has
	Problem    string `json:"problem,omitempty"` // why it is unwell
	Log        string `json:"log"`
}

// Status is the state of a network.
type Status struct {
	Dir     string       `json:"dir"`
	Channel string       `json:"channel"`
	Running bool         `json:"running"` // every node of Fabric is
	Nodes   []NodeStatus `json:"nodes"`
}

// Status asks every node how it is.
func (c *Consortium) Status(ctx context.Context) Status {
	nodes := c.nodes()
	var group errgroup.Group
	for i := range nodes {
		group.Go(func() error {
			nodes[i].ask(ctx)
			return nil
		})
	}
	_ = group.Wait() // what went wrong is in the nodes
	s := Status{Dir: c.dir, Channel: c.Channel(), Running: true}
	for _, n := range nodes {
		s.Nodes = append(s.Nodes, n.NodeStatus)
		s.Running = s.Running && (n.State == Running || n.Kind == KindChaincode)
	}
	return s
}

// Nodes are the names of all nodes, chaincode servers that were started included.
func (c *Consortium) Nodes() []string {
	var names []string
	for _, n := range c.nodes() {
		names = append(names, n.Node)
	}
	return names
}

// node is a status and the ways to find it out.
type node struct {
	NodeStatus
	spec   process.Spec
	well   func(context.Context) error
	height func(context.Context) (uint64, error)
}

func (n *node) ask(ctx context.Context) {
	p, found := process.Find(n.spec)
	if !found {
		n.State = Stopped
		return
	}
	n.State, n.PID = Running, p.PID()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if n.well != nil {
		if err := n.well(ctx); err != nil {
			n.State, n.Problem = Unwell, err.Error()
			return
		}
	}
	if n.height == nil {
		return
	}
	height, err := n.height(ctx)
	if err != nil {
		n.State, n.Problem = Unwell, err.Error()
	}
	n.Height = height
}

// nodes lists the nodes of Fabric in the order of the topology, then chaincode
// servers by name.
func (c *Consortium) nodes() []node {
	var all []node
	known := map[string]bool{}
	add := func(name string, kind Kind, address, operations string, height func(context.Context) (uint64, error)) {
		n := c.newNode(name, kind)
		n.Address, n.Operations, n.height = address, operations, height
		n.well = func(ctx context.Context) error { return process.Healthy(ctx, operations) }
		known[name] = true
		all = append(all, n)
	}
	for _, ca := range c.CAs() {
		add(ca.Node, KindCA, ca.Address, ca.Operations, nil)
	}
	for _, o := range c.Orderers() {
		add(o.Node, KindOrderer, o.Address, o.Operations, func(ctx context.Context) (uint64, error) { return c.ordererHeight(ctx, o) })
	}
	for _, p := range c.Peers() {
		add(p.Node, KindPeer, p.Address, p.Operations, func(ctx context.Context) (uint64, error) { return c.peerHeight(ctx, p) })
	}
	for _, name := range c.recorded() {
		if !known[name] {
			all = append(all, c.newNode(name, KindChaincode))
		}
	}
	return all
}

func (c *Consortium) newNode(name string, kind Kind) node {
	org, _, _ := strings.Cut(name, ".")
	spec := c.Spec(name)
	return node{NodeStatus: NodeStatus{Node: name, Org: org, Kind: kind, Log: spec.Log}, spec: spec}
}

func (c *Consortium) ordererHeight(ctx context.Context, o Orderer) (uint64, error) {
	admin, err := c.ordererAdmin(o)
	if err != nil {
		return 0, err
	}
	p, err := admin.Participation(ctx, c.Channel())
	return p.Height, err
}

func (c *Consortium) peerHeight(ctx context.Context, p Peer) (height uint64, err error) {
	err = c.AsAdmin(p, func(admin channel.PeerAdmin) error {
		height, err = admin.Height(ctx, c.Channel())
		return err
	})
	return height, err
}
