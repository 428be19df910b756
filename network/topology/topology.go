// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"fmt"
	"strings"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Topology is a whole consortium as its file declares it.
type Topology struct {
	Name          string // of the network; "consort" unless the file says otherwise
	File          string // where it was read from, for messages
	Channel       Channel
	Organisations []Organisation
	Chaincodes    []Chaincode

	source []byte
}

// Channel is the one channel that all organisations join.
type Channel struct {
	Name  string
	Clock Clock
	Batch Batch
	BFT   BFT
}

// Clock says where a channel's business date comes from.
type Clock string

const (
	// ClockReal lets the business date roll only near the endorsers' clocks.
	ClockReal Clock = "real"
	// ClockSimulated lets it roll freely: demonstrations and tests.
	ClockSimulated Clock = "simulated"
)

// Batch says when the orderers cut a block.
type Batch struct {
	Messages int           // most transactions in a block
	Bytes    int64         // most bytes in a block
	Interval time.Duration // longest wait of a lone transaction
}

// BFT holds the SmartBFT time-outs of every orderer. Their meaning is that of
// the fields of the same name in Fabric's SmartBFT options.
type BFT struct {
	Forward         time.Duration // RequestForwardTimeout
	Complain        time.Duration // RequestComplainTimeout
	AutoRemove      time.Duration // RequestAutoRemoveTimeout
	Resend          time.Duration // ViewChangeResendInterval
	ViewChange      time.Duration // ViewChangeTimeout
	Heartbeat       time.Duration // LeaderHeartbeatTimeout
	HeartbeatCount  int           // LeaderHeartbeatCount
	Collect         time.Duration // CollectTimeout
	RequestPoolSize int           // requests an orderer holds before it refuses more
}

// Organisation is one member of the consortium. Each runs a certificate
// authority and a peer; those with Orderer set run an orderer too.
type Organisation struct {
	Name       string
	MSPID      string
	Orderer    bool
	Identities []Identity
	Line       int // in the file
}

// Identity is a person or program that the organisation's CA enrols, besides
// its nodes and its administrator.
type Identity struct {
	Name  string
	Type  IdentityType
	Party string      // certificate attribute consort.party; empty: acts for the member itself
	Roles []role.Role // certificate attribute consort.role, comma-separated
	Line  int         // in the file
}

// IdentityType is the organisational unit that the CA writes into the
// certificate, which NodeOUs turn into an MSP role.
type IdentityType string

const (
	// Client submits transactions.
	Client IdentityType = "client"
	// Admin satisfies the organisation's Admins policy.
	Admin IdentityType = "admin"
)

// Chaincode is one chaincode definition on the channel, and where its program
// is built from.
type Chaincode struct {
	Name            string
	Path            string // Go main package, relative to the module root
	Version         string
	Sequence        int64
	Policy          Policy
	Collections     []Collection // inline
	CollectionsFile string       // or a file in Fabric's collections_config.json format
	Line            int          // in the file
}

// Source is the text that the topology was read from.
func (t *Topology) Source() []byte { return t.source }

// Organisation finds a member by name. The error lists who there is.
func (t *Topology) Organisation(name string) (Organisation, error) {
	for _, o := range t.Organisations {
		if o.Name == name {
			return o, nil
		}
	}
	return Organisation{}, fmt.Errorf("no organisation %q: there are %s", name, strings.Join(t.Names(), ", "))
}

// Chaincode finds a chaincode by name. The error lists what there is.
func (t *Topology) Chaincode(name string) (Chaincode, error) {
	names := make([]string, 0, len(t.Chaincodes))
	for _, c := range t.Chaincodes {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return Chaincode{}, fmt.Errorf("no chaincode %q: there are %s", name, strings.Join(names, ", "))
}

// Names are the organisations' names in the order of the file.
func (t *Topology) Names() []string {
	names := make([]string, len(t.Organisations))
	for i, o := range t.Organisations {
		names[i] = o.Name
	}
	return names
}

// Orderers are the organisations that run one, in the order of the file, which
// is also the order of the channel's consenter mapping.
func (t *Topology) Orderers() []Organisation {
	var orderers []Organisation
	for _, o := range t.Organisations {
		if o.Orderer {
			orderers = append(orderers, o)
		}
	}
	return orderers
}
