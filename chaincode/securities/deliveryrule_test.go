// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// dueSale is a sale of 100 units for 1,000.00 EUR that is due, with two lots of 60 that settle it.
type dueSale struct {
	pair    Pair
	ends    Ends
	request DeliveryRequest
	act     Act
}

func dueNow(t testing.TB) *dueSale {
	t.Helper()
	monday := date.MustParse("2026-01-05")
	account := func(id AccountID, custodian string) Account {
		return Account{ID: id, Custodian: custodian, Owner: Firm{Party: parties.PartyID(id), Host: custodian}, Kind: Investor, Cash: cash.AccountID(id), Status: AccountOpen}
	}
	d := &dueSale{
		ends: Ends{Instrument: Instrument{ID: "I", Status: Active, Depository: "D"}, From: account("a", "N"), To: account("b", "S")},
		act:  Act{Facts: protocol.Facts{TxID: "tx", Caller: protocol.Principal{MSP: "N"}}, Today: monday},
	}
	d.ends.Admission = Admission{Instrument: "I", Investor: d.ends.To.Owner, Status: Admitted, Until: monday}
	for _, id := range []LotID{"l1", "l2"} {
		d.ends.Inputs = append(d.ends.Inputs, Lot{Instrument: "I", ID: id, Account: "a", Custodian: "N", Quantity: 60, Status: Free})
	}
	word := selling()
	word.Instrument, word.Counter, word.Settle = "I", "b", monday
	side := func(w Matching, account AccountID, custodian string) Instruction {
		return Instruction{InstructionKey: InstructionKey{Account: account, Reference: "T"}, Matching: w, Partial: AnyPartial, Custodian: custodian, Status: InstructionMatched}
	}
	other := word
	other.Side, other.Counter = Receives, "a"
	d.pair = Pair{
		Obligation: Obligation{
			ID: MatchOf("a", "b", "T"), Reference: "T", Deliverer: settlementParty(d.ends.From), Receiver: settlementParty(d.ends.To),
			Instrument: "I", Depository: "D", Quantity: 100, Payment: AgainstPayment, Amount: money.MustParse("1000.00 EUR"), Settle: monday,
		},
		Deliver: side(word, "a", "N"), Receive: side(other, "b", "S"),
	}
	d.request = DeliveryRequest{
		ObligationRequest: ObligationRequest{Deliver: d.pair.Deliver.InstructionKey, Receiver: "b"}, Instrument: "I",
		Lots: []LotID{"l1", "l2"}, PaidBy: PaidBy{Hold: "h"},
	}
	return d
}

func (d *dueSale) settle() (Delivery, error) {
	after, _, err := d.pair.Settle(d.request, d.ends, true, d.act)
	return after, err
}

func TestADeliveryAsItShouldBe(t *testing.T) {
	after, err := dueNow(t).settle()
	require.NoError(t, err)
	made := after.Moves.Answer().Lots
	require.Equal(t, []Quantity{100, 20}, []Quantity{made[0].Quantity, made[1].Quantity})
	require.Equal(t, []AccountID{"b", "a"}, []AccountID{made[0].Account, made[1].Account})
	require.Equal(t, []cash.SettleLeg{{
		From: "b", To: "a", Amount: money.MustParse("1000.00 EUR"), EndToEnd: "T", Hold: "h", Purpose: after.Pair.Obligation.ID.Purpose(),
	}}, after.Cash.Legs)
	require.True(t, after.Pair.Obligation.Settled())
}

// Whatever is wrong with one of the rows keeps the whole of it from happening.
func TestWhatKeepsADeliveryFromHappening(t *testing.T) {
	for name, is := range map[string]struct {
		spoil func(*dueSale)
		code  protocol.Code
	}{
		"frozen deliverer":        {func(d *dueSale) { d.ends.From.Status = AccountFrozen }, AccountRefused},
		"frozen receiver":         {func(d *dueSale) { d.ends.To.Status = AccountFrozen }, AccountRefused},
		"closed receiver":         {func(d *dueSale) { d.ends.To.Status = AccountClosed }, AccountRefused},
		"halted instrument":       {func(d *dueSale) { d.ends.Instrument.Status, d.ends.Instrument.Halt.Level = Halted, NoMove }, InstrumentHalted},
		"not in circulation":      {func(d *dueSale) { d.ends.Instrument.Status = Primary }, InstrumentHalted},
		"not admitted":            {func(d *dueSale) { d.ends.Admission = Admission{} }, NotAdmitted},
		"admitted to sell only":   {func(d *dueSale) { d.ends.Admission.Status = SellOnly }, NotAdmitted},
		"frozen lot":              {func(d *dueSale) { d.ends.Inputs[1].Status = Frozen }, LotEncumbered},
		"pledged lot":             {func(d *dueSale) { d.ends.Inputs[1].Status, d.ends.Inputs[1].Ref = Pledged, "pledge:x" }, LotEncumbered},
		"lot locked for another":  {func(d *dueSale) { d.ends.Inputs[1].Status, d.ends.Inputs[1].Ref = Locked, "settlement:x" }, LotEncumbered},
		"lot locked for it":       {func(d *dueSale) { d.ends.Inputs[1].Status, d.ends.Inputs[1].Ref = Locked, d.pair.Obligation.ID.Ref() }, LotEncumbered},
		"lot in lock-up":          {func(d *dueSale) { d.ends.Inputs[0].LockedUntil = date.MustParse("2026-01-06") }, LotLocked},
		"spent lot":               {func(d *dueSale) { d.ends.Inputs[0].Status = Spent }, LotSpent},
		"lot of another account":  {func(d *dueSale) { d.ends.Inputs[0].Account = "c" }, LotForeign},
		"lot of another security": {func(d *dueSale) { d.ends.Inputs[0].Instrument = "J" }, LotForeign},
		"one lot twice":           {func(d *dueSale) { d.ends.Inputs[1].ID = "l1" }, LotTwice},
		"too few units":           {func(d *dueSale) { d.ends.Inputs[1].Quantity = 39 }, UnitsLacking},
		"a lot too many":          {func(d *dueSale) { d.ends.Inputs[1].Quantity = 100 }, UnitsUnequal},
		"beyond all numbers":      {func(d *dueSale) { d.ends.Inputs[0].Quantity, d.ends.Inputs[1].Quantity = QuantityMax, QuantityMax }, QuantityTooLarge},
		"no consent":              {func(d *dueSale) { d.request.PaidBy = PaidBy{} }, cash.ConsentMissing},
		"deliverer on hold":       {func(d *dueSale) { d.pair.Deliver.Holder = Person{MSP: "N"} }, StatusRefused},
		"receiver on hold":        {func(d *dueSale) { d.pair.Receive.Holder = Person{MSP: "S"} }, StatusRefused},
		"cancelled":               {func(d *dueSale) { d.pair.Receive.Status = InstructionCancelled }, StatusRefused},
		"settled":                 {func(d *dueSale) { d.pair.Obligation.Delivered = 100 }, StatusRefused},
		"with a batch":            {func(d *dueSale) { d.pair.Deliver.Batch = "B" }, StatusRefused},
		"not due":                 {func(d *dueSale) { d.pair.Obligation.Settle = date.MustParse("2026-01-06") }, TooEarly},
		"of another security":     {func(d *dueSale) { d.request.Instrument = "J" }, LotForeign},
		"a part too large":        {func(d *dueSale) { d.request.Quantity = 101 }, PartialRefused},
	} {
		d := dueNow(t)
		is.spoil(d)
		after, err := d.settle()
		require.ErrorIs(t, err, is.code, name)
		require.Zero(t, after, name)
	}
}

// A side on hold fails, or else the deliverer without units set aside, or else the receiver without money; two on hold do not.
func TestWhoFails(t *testing.T) {
	day := date.MustParse("2026-01-05")
	for _, is := range []struct {
		deliver, receive Stance
		payment          PaymentType
		failing          Direction
	}{
		{StanceOpen, StanceOpen, AgainstPayment, Delivers}, {StanceOpen, StanceReady, AgainstPayment, Delivers},
		{StanceReady, StanceOpen, AgainstPayment, Receives}, {StanceReady, StanceReady, AgainstPayment, ""},
		{StanceHeld, StanceOpen, AgainstPayment, Delivers}, {StanceOpen, StanceHeld, AgainstPayment, Receives},
		{StanceReady, StanceHeld, AgainstPayment, Receives}, {StanceHeld, StanceHeld, AgainstPayment, ""},
		{StanceReady, StanceOpen, FreeOfPayment, ""}, {StanceOpen, StanceOpen, FreeOfPayment, Delivers},
	} {
		d := dueNow(t)
		d.pair.Obligation.Payment, d.pair.Obligation.Matched = is.payment, day
		d.pair.Deliver.Stands, d.pair.Receive.Stands = []Stand{{On: day, Stance: is.deliver}}, []Stand{{On: day, Stance: is.receive}}
		d.act.Today = date.MustParse("2026-01-06")
		failing, _, err := d.pair.failing(day, d.act)
		require.Equal(t, is.failing, failing, "%v", is)
		require.Equal(t, is.failing == "", err != nil, "%v", is)
	}
}

// What counts for a day is how a side stood when it was over, whatever it did during the day, and whenever one asks.
func TestHowASideStoodAtTheEndOfADay(t *testing.T) {
	on := func(text string) date.Date { return date.MustParse(text) }
	i := Instruction{Status: InstructionMatched}.stand(on("2026-01-05"))
	i.Holder = Person{MSP: "N"}
	i = i.stand(on("2026-01-06"))
	i.Holder = Person{}
	i = i.stand(on("2026-01-06")) // on hold for some hours
	i.Allocation = &SetAside{}
	i = i.stand(on("2026-01-08"))
	i.Allocation, i.Holder = nil, Person{MSP: "N"}
	i = i.stand(on("2026-01-09"))
	require.Equal(t, []Stand{{on("2026-01-05"), StanceOpen}, {on("2026-01-08"), StanceReady}, {on("2026-01-09"), StanceHeld}}, i.Stands)
	for day, stance := range map[string]Stance{
		"2026-01-04": "", "2026-01-05": StanceOpen, "2026-01-07": StanceOpen, "2026-01-08": StanceReady, "2026-01-09": StanceHeld, "2026-02-01": StanceHeld,
	} {
		require.Equal(t, stance, i.stoodOn(on(day)), day)
	}
}
