// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// instruct enters both sides of a trade, the second of them at times another word.
func (s *street) instruct(t *rapid.T) {
	at := rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "sides")
	deliver, receive := s.accounts[at[0]], s.accounts[at[1]]
	req := InstructRequest{
		InstructionKey: InstructionKey{Account: deliver.ID, Reference: CommonReference(fmt.Sprintf("T%d", s.count))},
		Matching: Matching{
			Side: Delivers, Counter: receive.ID, Instrument: "I", Quantity: Quantity(rapid.Int64Range(1, 60).Draw(t, "quantity")),
			Payment: FreeOfPayment, Traded: s.today, Settle: s.today,
		},
		Handling: Handling{Partial: rapid.SampledFrom([]PartialConsent{NoPartial, AnyPartial}).Draw(t, "partial")},
	}
	if rapid.IntRange(0, 3).Draw(t, "paid") > 0 {
		req.Payment, req.Amount = AgainstPayment, money.Money{Amount: money.MustAmount(rapid.Int64Range(1, 900).Draw(t, "amount")), Currency: s.instrument.Currency}
	}
	first, _, err := req.Instruct(Counterside{Own: deliver, Counter: receive, Instrument: s.instrument}, s.as(deliver.Custodian))
	require.NoError(t, err)
	req.Account, req.Counter, req.Side = receive.ID, deliver.ID, Receives
	word, _, err := req.Instruct(Counterside{Other: &first.Own, Own: receive, Counter: deliver, Instrument: s.instrument}, s.as(receive.Custodian))
	require.NoError(t, err)
	require.NotNil(t, word.Match)
	s.pairs = append(s.pairs, Pair{Obligation: *word.Match, Deliver: *word.Other, Receive: word.Own})
}

// pick finds a pair and one of its sides.
func (s *street) pick(t *rapid.T) (int, *Instruction) {
	at := rapid.IntRange(0, len(s.pairs)-1).Draw(t, "pair")
	if rapid.Bool().Draw(t, "deliverer") {
		return at, &s.pairs[at].Deliver
	}
	return at, &s.pairs[at].Receive
}

func (s *street) pause(t *rapid.T) {
	if len(s.pairs) == 0 {
		return
	}
	at, side := s.pick(t)
	rule := Instruction.Hold
	if side.Held() {
		rule = Instruction.Release
	}
	locked := s.pairs[at].Locked(s.today)
	after, _, err := rule(*side, &s.pairs[at], s.as(side.Custodian))
	if err == nil {
		require.False(t, locked, "what is locked is irrevocable")
		*side = after
	}
}

// free lists free lots of an account, and now and then one that is locked.
func (s *street) free(t *rapid.T, account AccountID) []Lot {
	var found []Lot
	for _, lot := range s.lots {
		if lot.Account == account && (lot.Status == Free || lot.Live() && rapid.IntRange(0, 9).Draw(t, "take") == 0) {
			found = append(found, lot)
		}
	}
	return found
}

// enough cuts a list of lots down to what a quantity needs.
func enough(lots []Lot, quantity Quantity) []Lot {
	var sum Quantity
	for i, lot := range lots {
		if sum += lot.Quantity; sum >= quantity {
			return lots[:i+1]
		}
	}
	return lots
}

func names(lots []Lot) []LotID {
	ids := make([]LotID, len(lots))
	for i, lot := range lots {
		ids[i] = lot.ID
	}
	return ids
}

// save puts rows that changed in their places, and new ones behind.
func (s *street) save(lots ...Lot) {
	for _, lot := range lots {
		at := slices.IndexFunc(s.lots, func(l Lot) bool { return l.ID == lot.ID })
		if at < 0 {
			s.lots = append(s.lots, lot)
			continue
		}
		s.lots[at] = lot
	}
}

func (s *street) named(ids []LotID) []Lot {
	var found []Lot
	for _, lot := range s.lots {
		if slices.Contains(ids, lot.ID) {
			found = append(found, lot)
		}
	}
	return found
}

func (s *street) allocate(t *rapid.T) {
	if len(s.pairs) == 0 {
		return
	}
	at, side := s.pick(t)
	p := s.pairs[at]
	req := SetAsideRequest{InstructionKey: side.InstructionKey, Until: s.today}
	if side.Side == Delivers {
		lots := enough(s.free(t, side.Account), p.Obligation.Open())
		req.Lots = names(lots)
		after, locked, _, err := p.AllocateLots(req, s.account(side.Account), lots, s.as(side.Custodian))
		if err == nil {
			s.pairs[at] = after
			s.save(locked...)
		}
		return
	}
	due, err := p.Obligation.Due(p.Obligation.Open())
	require.NoError(t, err)
	req.Hold = cash.HoldID(fmt.Sprintf("h%d", s.count))
	hold := cash.Hold{
		ID: req.Hold, Payer: p.Obligation.Receiver.Cash, Payee: p.Obligation.Deliverer.Cash, Amount: money.Money{Amount: due, Currency: s.instrument.Currency},
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: Module}, Purpose: p.Obligation.ID.Purpose(), Status: cash.HoldActive, Expires: s.today,
	}
	if after, _, err := p.AllocateHold(req, hold, s.as(side.Custodian)); err == nil {
		s.pairs[at] = after
	}
}

func (s *street) reclaim(t *rapid.T) {
	if len(s.pairs) == 0 {
		return
	}
	at, side := s.pick(t)
	locked := s.pairs[at].Locked(s.today)
	after, freed, _, err := s.pairs[at].Reclaim(side.Account, s.named(side.Allocated()), s.as(side.Custodian))
	if err == nil {
		require.False(t, locked)
		s.pairs[at] = after
		s.save(freed...)
	}
}

func (s *street) cancel(t *rapid.T) {
	if len(s.pairs) == 0 {
		return
	}
	at, side := s.pick(t)
	before := s.pairs[at]
	req := CancelInstructionRequest{InstructionKey: side.InstructionKey, Withdraw: rapid.Bool().Draw(t, "withdraw")}
	after, freed, _, err := before.Cancel(req, s.named(before.Deliver.Allocated()), s.as(side.Custodian))
	if err != nil {
		return
	}
	require.False(t, before.Locked(s.today))
	if after.Deliver.Status == InstructionCancelled {
		require.Equal(t, after.Deliver.Status, after.Receive.Status)
		require.True(t, before.Deliver.CancelAsked || before.Receive.CancelAsked, "both asked for it")
	}
	s.pairs[at] = after
	s.save(freed...)
}

// settle delivers all or a part, out of what is set aside or of lots that are named.
func (s *street) settle(t *rapid.T) {
	if len(s.pairs) == 0 {
		return
	}
	at, _ := s.pick(t)
	p := s.pairs[at]
	req := DeliveryRequest{ObligationRequest: ObligationRequest{Deliver: p.Deliver.InstructionKey, Receiver: p.Receive.Account}, Instrument: "I"}
	if rapid.Bool().Draw(t, "part") {
		req.Quantity = Quantity(rapid.Int64Range(1, int64(p.Obligation.Open())+1).Draw(t, "size"))
	}
	if p.Receive.Allocation == nil && p.Obligation.Payment == AgainstPayment {
		req.Mandate = "mandate"
	}
	inputs := s.named(p.Deliver.Allocated())
	if len(inputs) == 0 {
		wanted := p.Obligation.Open()
		if req.Quantity > 0 {
			wanted = req.Quantity
		}
		inputs = enough(s.free(t, p.Deliver.Account), wanted)
		req.Lots = names(inputs)
	}
	ends := Ends{Instrument: s.instrument, From: s.account(p.Deliver.Account), To: s.account(p.Receive.Account), Inputs: inputs}
	ends.Admission = s.admission(ends.To)
	delivery, _, err := p.Settle(req, ends, true, s.as(p.Deliver.Custodian))
	if err != nil || !s.pay(delivery.Cash) {
		return
	}
	s.carry(t, p, delivery)
	s.pairs[at] = delivery.Pair
	s.settled++
}

// carry saves what a delivery did, and checks that both legs are those of the part that the obligation records.
func (s *street) carry(t *rapid.T, before Pair, d Delivery) {
	parts := d.Pair.Obligation.Parts
	require.Len(t, parts, len(before.Obligation.Parts)+1)
	part := parts[len(parts)-1]
	var got Quantity
	for _, lot := range d.Moves.Answer().Lots {
		if lot.Account == before.Receive.Account {
			got += lot.Quantity
			require.Contains(t, string(lot.ID), part.TxID)
		}
	}
	require.Equal(t, part.Quantity, got, "the units of the part came in its transaction")
	var paid int64
	if d.Cash != nil {
		require.Len(t, d.Cash.Legs, 1)
		require.Equal(t, []cash.AccountID{before.Obligation.Receiver.Cash, before.Obligation.Deliverer.Cash}, []cash.AccountID{d.Cash.Legs[0].From, d.Cash.Legs[0].To})
		paid = d.Cash.Legs[0].Amount.Amount.Minor()
	}
	require.Equal(t, part.Paid.Minor(), paid, "and so did its money")
	s.move(d.Moves)
}

func (s *street) move(moves *Moves) {
	s.save(moves.Spent()...)
	for _, made := range moves.Made() {
		s.save(made.Lot)
	}
}

// pay moves money where every account has enough of it once all legs are done, as cash does; otherwise nothing happens.
func (s *street) pay(req *cash.SettleRequest) bool {
	if req == nil {
		return true
	}
	after := map[cash.AccountID]int64{}
	for account, has := range s.cash {
		after[account] = has
	}
	for _, leg := range req.Legs {
		after[leg.From] -= leg.Amount.Amount.Minor()
		after[leg.To] += leg.Amount.Amount.Minor()
	}
	for _, has := range after {
		if has < 0 {
			return false
		}
	}
	s.cash = after
	return true
}

func (s *street) admission(a Account) Admission {
	return Admission{Instrument: "I", Investor: a.Owner, Status: Admitted, Until: date.MustParse("2030-01-01")}
}
