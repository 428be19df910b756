// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Evaluate executes a proposal on one peer, at its committed height, and drops what it wrote: on the first
// of the proposal's endorsers, else that of the client's organisation, else the first member's. A status
// of 400 or more is an *EndorseError; the response comes along, without its payload.
func (w *World) Evaluate(id *Identity, p Proposal) (*peer.Response, error) {
	s, err := w.seal(id, p)
	if err != nil {
		return nil, &EndorseError{TxID: p.TxID, Message: "failed to evaluate transaction: " + err.Error()}
	}
	n, err := w.home(id, p.Endorsers)
	if err != nil {
		return nil, &EndorseError{TxID: s.TxID, Message: err.Error()}
	}
	e, failure := w.process(n, s)
	if failure == nil {
		return e.response, nil
	}
	out := &EndorseError{
		TxID: s.TxID, Failures: []Failure{*failure},
		Message: "evaluate call to endorser returned error: " + failure.Detail(),
	}
	if !failure.Chaincode {
		return nil, out
	}
	return &peer.Response{Status: failure.Status, Message: failure.Message}, out
}

// home is the peer that a client's gateway runs on: its own organisation's.
func (w *World) home(id *Identity, wanted []string) (*node, error) {
	if len(wanted) > 0 {
		n := w.byMSP[wanted[0]]
		if n == nil {
			return nil, fmt.Errorf("no endorsing peers found for organization %s in channel %s", wanted[0], w.channel)
		}
		return n, nil
	}
	if n := w.byMSP[id.MSP]; n != nil {
		return n, nil
	}
	return w.nodes[0], nil
}

// Endorse executes a proposal on every endorser and compares what they answer. Failures are an
// *EndorseError, differing answers a *MismatchError.
func (w *World) Endorse(id *Identity, p Proposal) (*Transaction, error) {
	s, err := w.seal(id, p)
	if err != nil {
		return nil, &EndorseError{TxID: p.TxID, Message: "failed to endorse transaction: " + err.Error()}
	}
	var endorsements []*endorsement
	if len(p.Endorsers) > 0 {
		endorsements, err = w.endorseOn(s, p.Endorsers)
	} else {
		endorsements, err = w.endorseByPolicy(s)
	}
	if err != nil {
		return nil, err
	}
	return newTransaction(s, endorsements), nil
}

func newTransaction(s *sealed, endorsements []*endorsement) *Transaction {
	e := endorsements[0]
	tx := &Transaction{
		TxID: s.TxID, Channel: s.channel, Chaincode: s.Chaincode, Creator: s.id,
		Timestamp: s.at.UTC(), Args: s.Args,
		Response: e.response, Event: e.event, RWSet: e.rwset,
		prop: s.bare(), private: e.private, pins: e.pins,
		Endorsers: make([]string, len(endorsements)),
	}
	for i, e := range endorsements {
		tx.Endorsers[i] = e.node.msp
	}
	return tx
}

// endorseOn asks the organisations that the client names, whatever the policies say.
func (w *World) endorseOn(s *sealed, msps []string) ([]*endorsement, error) {
	var failures []Failure
	var out []*endorsement
	for _, msp := range msps {
		n := w.byMSP[msp]
		if n == nil {
			return nil, &EndorseError{TxID: s.TxID, Message: fmt.Sprintf("failed to find any endorsing peers for org(s): %s", msp)}
		}
		e, failure := w.process(n, s)
		if failure != nil {
			failures = append(failures, *failure)
			continue
		}
		out = append(out, e)
	}
	if failures != nil {
		return nil, collectError(s, failures)
	}
	return out, agree(out)
}

func collectError(s *sealed, failures []Failure) error {
	return &EndorseError{
		TxID: s.TxID, Failures: failures,
		Message: "failed to collect enough transaction endorsements, see attached details for more info",
	}
}

// agree compares every answer with the first.
func agree(all []*endorsement) error {
	for _, e := range all[1:] {
		if d := all[0].difference(e); d != "" {
			return &MismatchError{First: all[0].node.msp, Second: e.node.msp, Difference: d}
		}
	}
	return nil
}

// endorseByPolicy does as the gateway: the client's own peer first, and from what it read and wrote the
// policies that have to be satisfied, and from those the other peers to ask.
func (w *World) endorseByPolicy(s *sealed) ([]*endorsement, error) {
	home, err := w.home(s.id, nil)
	if err != nil {
		return nil, err
	}
	first, failure := w.process(home, s)
	if failure != nil {
		return nil, &EndorseError{
			TxID: s.TxID, Failures: []Failure{*failure},
			Message: "failed to endorse transaction, see attached details for more info",
		}
	}
	layouts := w.plan(first, len(s.Transient) > 0)
	if len(layouts) == 0 {
		return nil, &EndorseError{TxID: s.TxID, Message: "no combination of peers can be derived which satisfy the endorsement policy"}
	}
	return w.follow(s, first, layouts)
}

// follow tries the layouts in turn; a peer that fails takes all layouts with it out of the plan.
func (w *World) follow(s *sealed, first *endorsement, layouts [][]*node) ([]*endorsement, error) {
	asked := map[*node]*endorsement{first.node: first}
	var failures []Failure
	for _, layout := range layouts {
		out := make([]*endorsement, 0, len(layout))
		for _, n := range layout {
			e, known := asked[n]
			if !known {
				var failure *Failure
				if e, failure = w.process(n, s); failure != nil {
					failures = append(failures, *failure)
				}
				asked[n] = e
			}
			if e == nil {
				break
			}
			if d := first.difference(e); d != "" {
				return nil, &MismatchError{First: first.node.msp, Second: n.msp, Difference: d}
			}
			out = append(out, e)
		}
		if len(out) == len(layout) {
			return out, nil
		}
	}
	return nil, collectError(s, failures)
}

// process is a peer's ProcessProposal.
func (w *World) process(n *node, s *sealed) (*endorsement, *Failure) {
	if err := w.admit(n, s); err != nil {
		return nil, &Failure{MSP: n.msp, Message: err.Error(), Cause: err}
	}
	cc := w.find(s.Chaincode)
	if cc == nil {
		return nil, peerFailure(n, fmt.Errorf("make sure the chaincode %s has been successfully defined on channel %s and try again: chaincode %s not found", s.Chaincode, w.channel, s.Chaincode))
	}
	sim := w.newSimulation(n, s.TxID)
	result, err := sim.run(cc, s, s.Args, nil)
	if err == nil && result.response == nil {
		err = fmt.Errorf("transaction returned with failure: %s", result.failure)
	}
	if err != nil {
		return nil, peerFailure(n, fmt.Errorf("error in simulation: failed to execute transaction %s: %w", s.TxID, err))
	}
	if st := result.response.Status; st < 200 || st >= shim.ERRORTHRESHOLD {
		return nil, &Failure{MSP: n.msp, Status: st, Message: result.response.Message, Chaincode: true}
	}
	return w.endorse(sim, s, cc, result)
}

func peerFailure(n *node, err error) *Failure {
	return &Failure{MSP: n.msp, Status: shim.ERROR, Message: err.Error(), Cause: err}
}

// endorse turns a finished execution into the peer's answer.
func (w *World) endorse(sim *simulation, s *sealed, cc *chaincode, result *execution) (*endorsement, *Failure) {
	e := &endorsement{node: sim.node, response: result.response, event: result.eventOf(cc, s.TxID), sim: sim}
	var err error
	if e.rwset, e.private, err = sim.finish(); err == nil {
		err = w.disseminate(sim.node, e.private)
	}
	if err != nil {
		return nil, peerFailure(sim.node, fmt.Errorf("error in simulation: %w", err))
	}
	for _, set := range sim.sets {
		if set.cc == cc {
			e.top = set.def.policy
		}
		e.pins = append(e.pins, pin{set.cc, set.def.sequence})
	}
	return e, nil
}

// disseminate checks that enough other members' peers can take the private data.
func (w *World) disseminate(n *node, private []privateSet) error {
	for _, p := range private {
		eligible := 0
		for _, other := range w.nodes {
			if other != n && slices.Contains(p.collection.Members, other.msp) {
				eligible++
			}
		}
		if eligible < p.collection.RequiredPeerCount {
			return fmt.Errorf("required to disseminate to at least %d peers, but know of only %d eligible peers",
				p.collection.RequiredPeerCount, eligible)
		}
	}
	return nil
}
