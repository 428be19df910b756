// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// ordered is an order of a kind, with all members that the kind has.
func ordered(kind CourtKind, subject CourtSubject) CourtTerms {
	t := CourtTerms{Kind: kind, Subject: subject, Document: Hash(strings.Repeat("0c", 32)), Reason: "why", Instrument: "A"}
	lot := LotID("00ff." + strings.Repeat("0", 64) + ".0")
	switch {
	case kind == TransferOrder:
		t.Account, t.To, t.Quantity, t.Ends = "a", "b", 5, "T"
	case kind == RecoveryOrder:
		t.Account, t.To, t.Evidence, t.Successor = "a", "b", lot, "heir"
	case subject == OnIncome:
		t.Account, t.Action = "a", "D"
	case kind == UnfreezeOrder:
		t.Ends = "F"
		if subject != OnInstrument {
			t.Account = "a"
		}
	case subject == OnInstrument:
		t.Level = NoMove
	case subject == OnAccount:
		t.Account, t.Evidence = "a", lot
	default:
		t.Account, t.Quantity = "a", 5
	}
	return t
}

var courtForms = []CourtTerms{
	ordered(TransferOrder, ""), ordered(RecoveryOrder, ""), ordered(UnfreezeOrder, OnIncome), ordered(UnfreezeOrder, OnAccount),
	ordered(UnfreezeOrder, OnLots), ordered(UnfreezeOrder, OnInstrument), ordered(FreezeOrder, OnInstrument),
	ordered(FreezeOrder, OnAccount), ordered(FreezeOrder, OnLots),
}

// Each kind of order has the members that it needs, and no others.
func TestOrdersHaveTheirMembers(t *testing.T) {
	edits := map[string]func(*CourtTerms, CourtTerms){
		"account": func(o *CourtTerms, from CourtTerms) { o.Account = from.Account }, "to": func(o *CourtTerms, from CourtTerms) { o.To = from.To },
		"evidence": func(o *CourtTerms, from CourtTerms) { o.Evidence = from.Evidence }, "level": func(o *CourtTerms, from CourtTerms) { o.Level = from.Level },
		"quantity": func(o *CourtTerms, from CourtTerms) { o.Quantity = from.Quantity }, "action": func(o *CourtTerms, from CourtTerms) { o.Action = from.Action },
		"ends": func(o *CourtTerms, from CourtTerms) { o.Ends = from.Ends }, "successor": func(o *CourtTerms, from CourtTerms) { o.Successor = from.Successor },
	}
	other := ordered(TransferOrder, "")
	other.Account, other.To, other.Level, other.Action, other.Successor, other.Evidence = "c", "d", NoWrite, "E", "else", ordered(RecoveryOrder, "").Evidence
	for _, form := range courtForms {
		require.NoError(t, form.Validate(), "%+v", form)
		has, err := form.members()
		require.NoError(t, err)
		for name, edit := range edits {
			without, with := form, form
			edit(&without, CourtTerms{})
			edit(&with, other)
			needed, known := has[name]
			require.Equal(t, needed, without.Validate() != nil, "%s %s without %s", form.Kind, form.Subject, name)
			require.Equal(t, !known, with.Validate() != nil, "%s %s with %s", form.Kind, form.Subject, name)
		}
	}
	for _, wrong := range []CourtTerms{ordered("SEIZE", ""), ordered(FreezeOrder, OnIncome), ordered(FreezeOrder, "ALL"), ordered(TransferOrder, OnLots)} {
		require.Error(t, wrong.Validate(), "%+v", wrong)
	}
}

// Who agrees to which order: one person never twice, the regulator's own people to a freeze alone.
func TestWhoAgreesToAnOrder(t *testing.T) {
	by := func(msp, who string) Act {
		return Act{Facts: protocol.Facts{Caller: protocol.Principal{MSP: msp, Enrolment: who, Subject: who}}}
	}
	for _, form := range courtForms {
		order := CourtOrder{
			ID: "O", CourtTerms: form, Depository: "CsdMSP", Regulator: "RegulatorMSP", Status: CourtOrdered, Maker: by("RegulatorMSP", "judge").Person(),
		}
		agrees := func(act Act) error {
			_, _, err := order.Cosign(act)
			return err
		}
		require.NoError(t, agrees(by("CsdMSP", "keeper")))
		require.ErrorIs(t, agrees(by("BankMSP", "desk")), NotYours)
		if form.Kind == FreezeOrder {
			require.NoError(t, agrees(by("RegulatorMSP", "clerk")))
			require.ErrorIs(t, agrees(by("RegulatorMSP", "judge")), SamePerson)
		} else {
			require.ErrorIs(t, agrees(by("RegulatorMSP", "clerk")), NotYours)
		}
		order.Depository, order.Maker = "RegulatorMSP", by("RegulatorMSP", "judge").Person()
		require.ErrorIs(t, agrees(by("RegulatorMSP", "judge")), SamePerson, "where one member were both, two people are needed all the same")
		order.Status = CourtWithdrawn
		require.ErrorIs(t, agrees(by("RegulatorMSP", "clerk")), StatusRefused)
	}
}

// An order undoes what it is meant to undo, and nothing else.
func TestWhatAnOrderUndoes(t *testing.T) {
	made := func(terms CourtTerms, done Quantity) CourtOrder {
		return CourtOrder{ID: "F", CourtTerms: terms, Depository: "CsdMSP", Regulator: "RegulatorMSP", Status: CourtExecuted, Done: done}
	}
	taken := made(ordered(TransferOrder, ""), 5)
	back := ordered(TransferOrder, "")
	back.Account, back.To = "b", "a"
	for name, c := range map[string]struct {
		ended CourtOrder
		terms CourtTerms
		edit  func(*CourtOrder)
		code  *protocol.Code
	}{
		"a transfer back":       {taken, back, nil, nil},
		"the same way again":    {taken, ordered(TransferOrder, ""), nil, &OrderRefused},
		"more than was moved":   {made(taken.CourtTerms, 4), back, nil, &OrderExceeded},
		"another instrument":    {taken, back, func(o *CourtOrder) { o.Instrument = "B" }, &OrderRefused},
		"reversed already":      {taken, back, func(o *CourtOrder) { o.Status = CourtReversed }, &StatusRefused},
		"other members":         {taken, back, func(o *CourtOrder) { o.Regulator = "ElseMSP" }, &OrderRefused},
		"a freeze of lots":      {made(ordered(FreezeOrder, OnLots), 5), ordered(UnfreezeOrder, OnLots), nil, nil},
		"the rest of a freeze":  {made(ordered(FreezeOrder, OnLots), 5), ordered(UnfreezeOrder, OnLots), func(o *CourtOrder) { o.Status = CourtReversed }, nil},
		"another subject":       {made(ordered(FreezeOrder, OnAccount), 0), ordered(UnfreezeOrder, OnLots), nil, &OrderRefused},
		"a transfer, no freeze": {taken, ordered(UnfreezeOrder, OnLots), nil, &OrderRefused},
		"not carried out":       {made(ordered(FreezeOrder, OnAccount), 0), ordered(UnfreezeOrder, OnAccount), func(o *CourtOrder) { o.Status = CourtCosigned }, &StatusRefused},
	} {
		order := CourtOrder{ID: "U", CourtTerms: c.terms, Depository: "CsdMSP", Regulator: "RegulatorMSP"}
		if c.edit != nil {
			c.edit(&c.ended)
		}
		if err := order.undoes(c.ended); c.code == nil {
			require.NoError(t, err, name)
		} else {
			require.ErrorIs(t, err, *c.code, name)
		}
	}
}
