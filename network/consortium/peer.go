// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/consort-finance/consort/network/builder"
	"github.com/consort-finance/consort/network/process"
)

// builderEnvironment are the variables that a peer passes on to the external builder.
var builderEnvironment = []string{builder.ConfigVariable}

// externalBuilder is an element of chaincode.externalBuilders.
type externalBuilder struct {
	Name                 string   `yaml:"name"`
	Path                 string   `yaml:"path"`
	PropagateEnvironment []string `yaml:"propagateEnvironment"`
}

// peerSettings are a peer's differences from Fabric's sample core.yaml.
func (c *Consortium) peerSettings(p Peer) (settings, error) {
	o, err := c.Organisation(p.Org)
	if err != nil {
		return nil, err
	}
	h := o.Peer()
	s := settings{
		"peer.id":                                p.Node,
		"peer.networkId":                         c.topology.Name,
		"peer.listenAddress":                     p.Address,
		"peer.address":                           p.Address,
		"+peer.chaincodeListenAddress":           p.ChaincodeAddress,
		"+peer.chaincodeAddress":                 p.ChaincodeAddress,
		"peer.localMspId":                        p.MSPID,
		"peer.mspConfigPath":                     h.MSP(),
		"peer.fileSystemPath":                    filepath.Join(p.Home, "data"),
		"peer.tls.enabled":                       true,
		"peer.tls.cert.file":                     h.TLS.Certificate,
		"peer.tls.key.file":                      h.TLS.Key,
		"peer.tls.rootcert.file":                 h.TLS.Root,
		"ledger.snapshots.rootDir":               filepath.Join(p.Home, "snapshots"),
		"operations.listenAddress":               p.Operations,
		"metrics.provider":                       "prometheus",
		"vm.endpoint":                            "", // or health asks for Docker
		"chaincode.externalBuilders":             []externalBuilder{{"consort", c.Builder(), builderEnvironment}},
		"peer.gossip.bootstrap":                  p.Address,
		"peer.gossip.externalEndpoint":           p.Address,
		"peer.gossip.orgLeader":                  true,
		"peer.gossip.useLeaderElection":          false,
		"peer.gossip.state.enabled":              false,
		"peer.deliveryclient.blockGossipEnabled": false,
		// or whoever has a transaction ordered that writes to a member's collection without that member's endorsement holds its
		// peer up: it asks the others for the values for pullRetryThreshold (60 s), although the transaction is invalid
		"peer.gossip.pvtData.skipPullingInvalidTransactionsDuringCommit": true,
	}
	for path, value := range promptGossip(slices.Index(c.Orgs(), p.Org), len(c.Orgs())) {
		s[path] = value
	}
	return s, nil
}

// promptGossip makes peers of different organisations find each other in about a
// second instead of the 3 to 25 that the sample's values take.
//
// A peer tries its anchor peers once when it joins the channel. They refuse it
// until they have joined too, because only the channel tells them its MSP, and
// while its own joining is half done it knows neither their TLS roots, so that
// the call runs into dialTimeout (3 s in the sample), nor the policy that their
// answer must satisfy. The next try comes after reconnectInterval (25 s). When two peers call
// each other at the same moment, each drops the connection that it made for the
// one that it got, and both wait 5 s for an answer: so every peer has an interval
// of its own, by its rank, peers are started in that order, and join in the
// opposite one, so that who joins last tries again first. Then each publishes what it has in the channel every
// publishStateInfoInterval and asks pullPeerNum others for theirs every
// requestStateInfoInterval (4 s each). Such traffic between a handful of peers
// costs nothing. When a peer counts as dead keeps the sample's slow clock, so
// that a busy machine does not lose its peers.
func promptGossip(rank, peers int) settings {
	reconnect := 300*time.Millisecond + time.Duration(rank)*250*time.Millisecond
	return settings{
		"peer.gossip.dialTimeout":               "1s",
		"peer.gossip.reconnectInterval":         reconnect.String(),
		"peer.gossip.maxConnectionAttempts":     7200, // an hour or more, as in the sample
		"peer.gossip.aliveTimeInterval":         "1s",
		"peer.gossip.aliveExpirationTimeout":    "25s",
		"peer.gossip.publishStateInfoInterval":  "500ms",
		"peer.gossip.requestStateInfoInterval":  "500ms",
		"peer.gossip.pullInterval":              "1s",
		"peer.gossip.pullPeerNum":               peers,
		"peer.gossip.propagatePeerNum":          peers,
		"peer.gossip.membershipTrackerInterval": "1s",
		// orderers that were away are tried again soon
		"peer.deliveryclient.reConnectBackoffThreshold": "2s",
	}
}

// writePeer writes the peer's core.yaml.
func (c *Consortium) writePeer(p Peer) error {
	values, err := c.peerSettings(p)
	if err != nil {
		return err
	}
	return c.configure("core.yaml", p.Home, values)
}

// configure writes a node's configuration file from Fabric's sample of it.
func (c *Consortium) configure(name, home string, values settings) error {
	sample, err := os.ReadFile(filepath.Join(c.tools.SampleConfig(), name))
	if err != nil {
		return fmt.Errorf("sample configuration: %w", err)
	}
	data, err := overlay(sample, values)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return replace(filepath.Join(home, name), data)
}

// peerSpec is how the peer's process is run.
func (c *Consortium) peerSpec(p Peer) process.Spec {
	spec := c.Spec(p.Node)
	spec.Path, spec.Args, spec.Dir = c.tools.Path("peer"), []string{"node", "start"}, p.Home
	spec.Env = slices.Concat(builder.PeerEnvironment(p.Home), fabricEnv(p.Home))
	return spec
}

// unneeded has a node, which is a Go program, leave memory to the system that takes it when it is short of some. By Go's own
// way it takes it at once: peers whose large transactions come in gusts then spent a sixth of their time on page faults, to get
// it back, and orderers as much. The user's GODEBUG comes first.
const unneeded = "madvdontneed=0"

// quiet leaves out what gRPC says of every call and connection.
const quiet = "info:grpc=warn:comm.grpc.server=warn"

// fabricEnv points a node at its configuration and makes its log plain text. The
// user's FABRIC_LOGGING_SPEC is passed on, so that a run can be made to tell more.
func fabricEnv(home string) []string {
	spec := cmp.Or(os.Getenv("FABRIC_LOGGING_SPEC"), quiet)
	return []string{
		"FABRIC_CFG_PATH=" + home,
		"FABRIC_LOGGING_SPEC=" + spec,
		"FABRIC_LOGGING_FORMAT=%{time:2006-01-02 15:04:05.000 MST} %{level} [%{module}] %{message}",
		"GODEBUG=" + cmp.Or(os.Getenv("GODEBUG"), unneeded),
	}
}
