// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"cmp"
	"crypto/x509/pkix"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// World is one channel of an in-process Fabric: the organisations, a peer of each, an orderer, and the
// chaincodes deployed on it. Any number of goroutines may use it at once; driven by one alone, everything
// about it follows from the seed.
type World struct {
	seed      uint64
	channel   string
	blockSize int
	signed    bool
	limits    limits
	issuers   map[string]*pkix.Name

	clock  atomic.Int64 // nanoseconds since 1970
	nonces atomic.Uint64

	mu          sync.RWMutex // guards all below, state included
	authorities map[string]*organisation
	nodes       []*node
	byMSP       map[string]*node
	chaincodes  map[string]*chaincode
	joined      map[string]*World
	blocks      []*Block
	outcomes    map[string]Outcome
	halted      error
	grown       chan struct{} // closed and replaced whenever a block is added

	orderLock sync.Mutex
	pending   []*Transaction

	admitted sync.Map // *Identity -> error, the verdict on a certificate apart from its dates
	layouts  sync.Map // policies and home -> [][]*node
}

// limits are the settings of core.yaml that chaincode can notice.
type limits struct {
	totalQuery int // ledger.state.totalQueryLimit
	multiRead  int // chaincode.runtimeParams.maxSizeGetMultipleKeys
	window     time.Duration
}

// node is the peer of one organisation.
type node struct {
	msp  string
	at   int
	seen uint64 // number of the last block it applied; the world's lock guards it
	lag  int
	skew atomic.Int64
}

// Outcome says where a transaction ended up.
type Outcome struct {
	Block uint64
	Code  peer.TxValidationCode
}

// New makes a channel named "finance" of three organisations, unless options say otherwise. Its ledger has
// the genesis block, number 0, and its clock stands at 2 January 2026, 08:00 UTC.
func New(opts ...Option) *World {
	w := &World{
		seed: 1, channel: "finance", blockSize: 500,
		limits:      limits{totalQuery: 100_000, multiRead: 1000, window: 15 * time.Minute},
		issuers:     map[string]*pkix.Name{},
		authorities: map[string]*organisation{},
		byMSP:       map[string]*node{},
		chaincodes:  map[string]*chaincode{},
		joined:      map[string]*World{},
		outcomes:    map[string]Outcome{},
		blocks:      []*Block{{}},
		grown:       make(chan struct{}),
	}
	w.clock.Store(time.Date(2026, time.January, 2, 8, 0, 0, 0, time.UTC).UnixNano())
	setup := &setup{orgs: []string{"NorthbankMSP", "SouthbankMSP", "RegulatorMSP"}}
	for _, opt := range opts {
		opt(w, setup)
	}
	for _, msp := range setup.orgs {
		if _, err := w.authority(msp); err != nil {
			panic(fmt.Errorf("channel %s: %w", w.channel, err))
		}
		n := &node{msp: msp, at: len(w.nodes)}
		w.nodes = append(w.nodes, n)
		w.byMSP[msp] = n
	}
	return w
}

// Option sets up a World.
type Option func(*World, *setup)

type setup struct{ orgs []string }

// Seed sets what keys, nonces and transaction ids derive from. Default 1.
func Seed(seed uint64) Option { return func(w *World, _ *setup) { w.seed = mix(seed) } }

// Orgs sets the members of the channel by their MSP identifiers.
func Orgs(msps ...string) Option {
	return func(_ *World, s *setup) { s.orgs = slices.Clone(msps) }
}

// Issuer names the certificate authority of an organisation: nothing keeps two of them from calling
// themselves the same.
func Issuer(msp string, name pkix.Name) Option {
	return func(w *World, _ *setup) { w.issuers[msp] = &name }
}

// Channel sets the name of the channel.
func Channel(name string) Option { return func(w *World, _ *setup) { w.channel = name } }

// Start sets the clock.
func Start(at time.Time) Option { return func(w *World, _ *setup) { w.clock.Store(at.UnixNano()) } }

// BlockSize sets how many transactions cut a block (BatchSize.MaxMessageCount); default 500. Fewer wait
// for CutBlock: there is no timeout.
func BlockSize(n int) Option { return func(w *World, _ *setup) { w.blockSize = n } }

// QueryLimit sets the peers' totalQueryLimit, after which a query ends without a word. Default 100,000.
func QueryLimit(n int) Option { return func(w *World, _ *setup) { w.limits.totalQuery = n } }

// Signed makes peers check the client's signature of every proposal, as real ones do. It costs about
// 70 µs a peer.
func Signed() Option { return func(w *World, _ *setup) { w.signed = true } }

// Channel is the name of the channel.
func (w *World) Channel() string { return w.channel }

// Orgs answers the members of the channel.
func (w *World) Orgs() []string {
	out := make([]string, len(w.nodes))
	for i, n := range w.nodes {
		out[i] = n.msp
	}
	return out
}

// Now is the world's clock.
func (w *World) Now() time.Time { return time.Unix(0, w.clock.Load()).UTC() }

// Advance moves the clock.
func (w *World) Advance(d time.Duration) { w.clock.Add(int64(d)) }

// Skew sets how far the clock of an organisation's machines is off the world's.
func (w *World) Skew(msp string, d time.Duration) { w.peer(msp).skew.Store(int64(d)) }

// Clock answers the clock of an organisation's machines, to hand to chaincode that looks at one.
func (w *World) Clock(msp string) func() time.Time {
	n := w.peer(msp)
	return func() time.Time { return w.nodeTime(n) }
}

func (w *World) nodeTime(n *node) time.Time { return w.Now().Add(time.Duration(n.skew.Load())) }

// peer answers the node of a member; asking for another organisation is a mistake in the test.
func (w *World) peer(msp string) *node {
	n := w.byMSP[msp]
	if n == nil {
		panic(fmt.Errorf("organisation %q is not in channel %s", msp, w.channel))
	}
	return n
}

// Join makes the chaincodes of another channel reachable by InvokeChaincode, as on peers that have joined
// both.
func (w *World) Join(other *World) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.joined[other.channel] = other
}

// sortedKeys answers the keys of a map in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	if len(m) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}
