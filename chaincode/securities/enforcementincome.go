// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// Frees carries out an order that frees what pledged or frozen units brought: once, for this amount alone. Who may is for
// [Suspense.Release] to say. Faults: STATUS_REFUSED, ORDER_REFUSED.
func (o CourtOrder) Frees(s Suspense, a Action, act Act) (CourtOrder, []protocol.Event, error) {
	if err := inState("order", string(o.ID), o.Status, CourtCosigned); err != nil {
		return o, nil, err
	}
	if o.Subject != OnIncome || o.Action != s.Action || o.Account != s.Account || o.Instrument != a.Instrument {
		return o, nil, OrderRefused.New("order %s does not free what account %s has of action %s", o.ID, s.Account, s.Action)
	}
	o.Status, o.Executed, o.Pages = CourtExecuted, act.Today, 1
	return o, []protocol.Event{o.event(act)}, nil
}
