// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Reconcile ends an action that is paid: each page was, and what was paid, withheld and suspended, with the residual, is
// what the issuer paid in, to the minor unit. The residual goes to its account. Anybody may: the result is determined.
// Faults: STATUS_REFUSED, UNPAID, UNRECONCILED.
func (a Action) Reconcile(register Register, payments []Payment) (Action, cash.SettleRequest, []protocol.Event, error) {
	after, events, err := a.to(ActionReconciled, ActionFunded)
	if err != nil {
		return a, cash.SettleRequest{}, nil, err
	}
	if len(payments) != len(register.Pages) {
		return a, cash.SettleRequest{}, nil, Unpaid.New("%d of %d pages of action %s are paid", len(payments), len(register.Pages), a.ID)
	}
	spent := a.Residual
	for _, payment := range payments {
		for _, part := range []money.Amount{payment.Paid, payment.Tax, payment.Suspended} {
			if spent, err = spent.Add(part); err != nil {
				return a, cash.SettleRequest{}, nil, AmountTooLarge.New("%s", err)
			}
		}
	}
	if spent != a.Due() {
		return a, cash.SettleRequest{}, nil, Unreconciled.New("the pages do not add up to what action %s was funded with", a.ID)
	}
	settle := cash.SettleRequest{ID: cash.SettlementID("rest." + string(a.ID))}
	if a.Residual.Sign() > 0 {
		settle.Legs = []cash.SettleLeg{{
			From: a.Payees.Paying, To: a.Payees.Residual, Amount: a.money(a.Residual), EndToEnd: cash.EndToEnd(a.ID),
		}}
	}
	return after, settle, events, nil
}
