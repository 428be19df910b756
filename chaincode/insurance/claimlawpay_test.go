// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func (o *office) requestPayment(*rapid.T) {
	i := o.pick()
	request := insurance.PaymentRequest{Claim: o.claims[i].ID, Number: len(o.payments[i]) + 1, Exposure: o.exposure(), Amount: o.amount("amount", 1)}
	request.Kind = rapid.SampledFrom([]insurance.PaymentKind{insurance.PayAdvance, insurance.PayPartial, insurance.PayFinal, insurance.PayExpense}).Draw(o.t, "kind")
	request.Fronted = rapid.Bool().Draw(o.t, "fronted")
	e := o.claims[i].Exposures[request.Exposure-1]
	if left := e.Payable.Minor() - e.Indemnity.Paid.Minor(); left > 0 && (request.Kind == insurance.PayFinal || o.as != "") {
		request.Amount = minorOf(min(left, max(1, e.Indemnity.Outstanding.Minor())))
	}
	if after, events, err := o.claims[i].RequestPayment(request, o.act()); err == nil {
		o.payments[i] = append(o.payments[i], after.Payment)
		o.keep(i, after.Claim, events, nil)
	}
}

// step does something with a payment.
func (o *office) step(do func(claim insurance.Claim, p insurance.Payment) (insurance.Paying, []protocol.Event, error)) {
	i := o.pick()
	if len(o.payments[i]) == 0 {
		return
	}
	at := len(o.payments[i]) - 1
	if o.as == "" {
		at = rapid.IntRange(0, at).Draw(o.t, "payment")
	}
	after, events, err := do(o.claims[i], o.payments[i][at])
	if err != nil {
		return
	}
	o.payments[i][at] = after.Payment
	if after.Falls != nil {
		o.reserves[i] = append(o.reserves[i], *after.Falls)
	}
	o.keep(i, after.Claim, events, after.Cession)
}

func (o *office) authorise(*rapid.T) {
	o.step(func(claim insurance.Claim, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		return claim.AuthorisePayment(p, o.authority(), o.panel, o.terms.Claims, o.act())
	})
}

func (o *office) stop(*rapid.T) {
	o.step(func(claim insurance.Claim, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		return claim.StopPayment(p, o.act())
	})
}

func (o *office) pay(*rapid.T) {
	o.step(func(claim insurance.Claim, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		after, settle, events, err := claim.MakePayment(insurance.MakeRequest{NumberedKey: p.NumberedKey}, p, o.panel, o.terms.Claims.Service, nil, o.act())
		if err == nil {
			require.Empty(o.t, slices.DeleteFunc(slices.Clone(claim.Holds), func(h insurance.HoldFlag) bool {
				return h.Kind == insurance.LitigationHold || !h.Until.IsZero() && o.today.After(h.Until)
			}), "I12")
			require.NotEqual(o.t, p.Maker.Enrolment, p.Checker.Enrolment)
			o.moved(after.Payment, settle)
		}
		return after, events, err
	})
}

// moved holds what went through cash to what the payment says (I8).
func (o *office) moved(p insurance.Payment, settle cash.SettleRequest) {
	require.NotContains(o.t, o.legs, string(settle.ID), "I4")
	var legs, parts int64
	for _, leg := range settle.Legs {
		legs += leg.Amount.Amount.Minor()
	}
	for _, part := range p.Parts {
		parts += part.Amount.Minor()
	}
	require.Equal(o.t, p.Amount.Minor()+p.Interest.Minor(), legs)
	require.Equal(o.t, p.Amount.Minor(), parts)
	o.legs[string(settle.ID)] = legs
}

func (o *office) sendBack(*rapid.T) {
	o.step(func(claim insurance.Claim, p insurance.Payment) (insurance.Paying, []protocol.Event, error) {
		payer := &cash.Account{Kind: cash.Customer, Owner: cash.Owner{MSP: lead.Host, Party: lead.Party}}
		request := insurance.ReturnRequest{NumberedKey: p.NumberedKey, Means: insurance.Means{Account: "mill", Mandate: "m"}}
		after, _, events, err := claim.ReturnPayment(request, p, o.panel, &o.shared, payer, o.act())
		if err == nil && after.Accumulated != nil {
			o.shared = *after.Accumulated
		}
		return after, events, err
	})
}

// repay has the policyholder pay back what was overpaid.
func (o *office) repay(*rapid.T) {
	i, exposure := o.pick(), o.exposure()
	over := o.claims[i].Exposures[exposure-1].Overpaid
	if over.IsZero() {
		return
	}
	back := minorOf(rapid.Int64Range(1, over.Minor()).Draw(o.t, "back"))
	opened, recovery, events, err := o.claims[i].Recover(insurance.RecoveryRequest{Exposure: exposure, Kind: insurance.Overpayment, Expected: back}, customer, o.act())
	require.NoError(o.t, err)
	o.keep(i, opened, events, nil)
	recovery.Agreed, recovery.Status = back, insurance.RecoveryAgreed
	request := insurance.ReceiveRequest{Number: 1, Amount: back, Means: insurance.Means{Account: "mill", Consent: "c"}}
	received, _, events, err := o.claims[i].Receive(request, recovery, o.panel, o.terms, &o.shared, nil, o.act())
	require.NoError(o.t, err)
	o.shared = *received.Accumulated
	o.keep(i, received.Claim, events, &received.Cession)
}

func (o *office) holdOrRelease(*rapid.T) {
	i := o.pick()
	request := insurance.ClaimHoldRequest{Claim: o.claims[i].ID, Kind: rapid.SampledFrom([]insurance.HoldKind{insurance.FraudHold, insurance.LitigationHold}).Draw(o.t, "kind")}
	after, events, err := o.claims[i].Hold(request, o.act())
	if err != nil {
		after, events, err = o.claims[i].Release(request, o.act())
	}
	if err == nil {
		o.keep(i, after, events, nil)
	}
}

func (o *office) close(*rapid.T) {
	i := o.pick()
	if after, events, err := o.claims[i].Close(o.act()); err == nil {
		o.keep(i, after, events, nil)
	}
}

func (o *office) tomorrow(*rapid.T) {
	var err error
	o.today, err = o.today.AddDays(1)
	require.NoError(o.t, err)
}
