// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// chaincode is a name on the channel: its definition and its key spaces.
type chaincode struct {
	name       string
	definition *definition
	public     *space
	faults     atomic.Pointer[[]*Fault]
}

// definition is what an upgrade replaces as a whole.
type definition struct {
	sequence    uint64
	policy      *endorsementPolicy
	collections map[string]*collection
	instances   map[string]*instance
}

// instance is the chaincode server of one organisation.
type instance struct {
	make func(msp string) shim.Chaincode
	msp  string

	mu    sync.Mutex
	code  shim.Chaincode
	crash *Crash
}

// DeployOption is a part of a chaincode definition.
type DeployOption func(*deployment)

type deployment struct {
	policy      *common.SignaturePolicyEnvelope
	collections []Collection
	orgs        []string
}

// Policy sets the endorsement policy. Without it the channel's default counts: a majority of the members.
func Policy(env *common.SignaturePolicyEnvelope) DeployOption {
	return func(d *deployment) { d.policy = env }
}

// Collections sets the private data collections.
func Collections(collections ...Collection) DeployOption {
	return func(d *deployment) { d.collections = collections }
}

// InstalledOn limits the organisations that run the chaincode; without it all members do.
func InstalledOn(msps ...string) DeployOption {
	return func(d *deployment) { d.orgs = msps }
}

// Deploy defines a chaincode on the channel and starts a server of it for each organisation. Deploying a
// name again upgrades it: the state stays, transactions that were endorsed before are invalid.
func (w *World) Deploy(name string, make func(msp string) shim.Chaincode, opts ...DeployOption) {
	d := &deployment{orgs: w.Orgs()}
	for _, opt := range opts {
		opt(d)
	}
	if d.policy == nil {
		d.policy = OutOf(len(w.nodes)/2+1, w.Orgs()...)
	}
	policy, err := compilePolicy(d.policy)
	if err != nil {
		panic(fmt.Errorf("endorsement policy of chaincode %s: %w", name, err))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	cc := w.chaincodes[name]
	if cc == nil {
		cc = &chaincode{name: name, public: newSpace(0), definition: &definition{}}
		w.chaincodes[name] = cc
	}
	def := &definition{
		sequence:    cc.definition.sequence + 1,
		policy:      policy,
		collections: w.makeCollections(cc, d.collections),
		instances:   map[string]*instance{},
	}
	for _, msp := range d.orgs {
		def.instances[msp] = &instance{make: make, msp: msp, code: make(msp)}
	}
	cc.definition = def
}
