// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// batched takes a batch some steps further.
func (s *street) batched(t *rapid.T) {
	for range rapid.IntRange(1, 4).Draw(t, "further") {
		s.further(t)
	}
}

func (s *street) further(t *rapid.T) {
	switch {
	case s.batch == nil:
		s.open(t)
	case s.batch.Status == BatchOpen:
		s.compute(t)
	case s.batch.Status == BatchComputed:
		s.fund(t)
	case s.batch.Status == BatchVerified:
		s.cycle(t)
	}
}

func (s *street) open(t *rapid.T) {
	mode := rapid.SampledFrom([]netting.Mode{netting.Gross, netting.Linked, netting.Netted}).Draw(t, "mode")
	req := OpenBatchRequest{ID: BatchID(fmt.Sprintf("B%d", s.count)), Mode: mode, Until: s.today}
	if mode != netting.Linked {
		req.Clearing = "clearing"
	}
	batch, _, err := req.Open(s.as(registrar))
	require.NoError(t, err)
	s.batch, s.fundings = &batch, nil
}

// compute has those pairs join that can, and can settle together with what everybody has free.
func (s *street) compute(t *rapid.T) {
	req := ComputeRequest{Batch: s.batch.ID}
	var joined []Pair
	for _, at := range s.chosen(t) {
		both := s.joined(t, s.pairs[at])
		s.pairs[at] = *both
		joined = append(joined, *both)
		req.Members = append(req.Members, ObligationRequest{Deliver: both.Deliver.InstructionKey, Receiver: both.Receive.Account})
	}
	if len(joined) == 0 {
		s.end(t)
		return
	}
	after, _, err := s.batch.Compute(req, joined, s.as(registrar))
	if err != nil {
		require.ErrorIs(t, err, PartialRefused)
		s.end(t)
		return
	}
	s.batch = &after
}

// joined is a pair of which both sides have joined the batch; nil where they cannot.
func (s *street) joined(t *rapid.T, p Pair) *Pair {
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		after, _, err := p.Join(JoinRequest{InstructionKey: i.InstructionKey, Batch: s.batch.ID}, *s.batch, s.as(i.Custodian))
		if err != nil {
			return nil
		}
		p = after
	}
	if s.batch.takes(p, s.as(registrar)) != nil {
		return nil
	}
	return &p
}

// chosen finds pairs that can settle together.
func (s *street) chosen(t *rapid.T) []int {
	var at []int
	var bundles [][]netting.Leg
	for i, p := range s.pairs {
		if s.joined(t, p) == nil {
			continue
		}
		legs, err := moneyLegs([]Pair{p})
		if err != nil {
			continue
		}
		at, bundles = append(at, i), append(bundles, append(legs, unitLegs([]Pair{p})...))
	}
	var stock []netting.Position
	for _, account := range s.accounts {
		sum, err := rest(s.lotsOf(account.ID), 0)
		require.NoError(t, err)
		stock = append(stock, netting.Position{Party: string(account.ID), Asset: "I", Quantity: int64(sum)},
			netting.Position{Party: string(account.Cash), Asset: "EUR", Quantity: s.cash[account.Cash]})
	}
	chosen, err := netting.Choose(s.batch.Mode, bundles, stock)
	require.NoError(t, err)
	for i, c := range chosen {
		chosen[i] = at[c]
	}
	return chosen
}

// fund sets aside whatever can be, and verifies the batch if that was all; otherwise the batch ends.
func (s *street) fund(t *rapid.T) {
	found := make([]bool, len(s.batch.Needs))
	for i, need := range s.batch.Needs {
		found[i] = s.fundOne(t, need)
	}
	after, _, err := s.batch.Verify(found, s.as(registrar))
	if err != nil {
		s.end(t)
		return
	}
	s.batch = &after
}

func (s *street) fundOne(t *rapid.T, need Need) bool {
	account := s.account(AccountID(need.Account)) // cash accounts have the same names
	req := FundRequest{Batch: s.batch.ID, Account: account.ID}
	var lots []Lot
	var hold cash.Hold
	switch {
	case need.Kind == FundingUnits:
		lots = enough(s.lotsOf(account.ID), need.Amount)
		req.Instrument, req.Lots = "I", names(lots)
	case s.batch.Mode == netting.Linked:
		req.Currency, req.Mandate = "EUR", "mandate"
	default:
		amount, err := need.money()
		require.NoError(t, err)
		if s.cash[account.Cash] < int64(need.Amount) {
			return false
		}
		req.Currency, req.Hold = "EUR", "hold"
		hold = cash.Hold{
			ID: "hold", Payer: account.Cash, Payee: "clearing", Amount: amount, Notary: cash.Notary{Kind: cash.ModuleNotary, ID: Module},
			Purpose: s.batch.ID.Purpose(), Status: cash.HoldActive, Expires: s.today,
		}
	}
	funding, locked, _, err := s.batch.Fund(req, account, lots, hold, s.as(account.Custodian))
	if err != nil {
		return false
	}
	s.save(locked...)
	s.fundings = append(s.fundings, funding)
	return true
}

func (s *street) lotsOf(account AccountID) []Lot {
	return slices.DeleteFunc(slices.Clone(s.lots), func(l Lot) bool { return l.Account != account || l.Status != Free })
}

// end rejects the batch, gives back what was set aside and has its members leave.
func (s *street) end(t *rapid.T) {
	after, _, err := s.batch.Reject(s.as(registrar))
	require.NoError(t, err)
	for _, f := range s.fundings {
		back, err := f.Return(after, s.named(f.Lots), s.as(f.Custodian))
		require.NoError(t, err)
		s.save(back.Freed...)
	}
	for at, p := range s.pairs {
		for _, i := range []Instruction{p.Deliver, p.Receive} {
			if i.Batch == after.ID {
				left, _, err := s.pairs[at].Join(JoinRequest{InstructionKey: i.InstructionKey, Batch: after.ID, Leave: true}, after, s.as(i.Custodian))
				require.NoError(t, err)
				s.pairs[at] = left
			}
		}
	}
	s.batch, s.fundings = nil, nil
}

// cycle settles the batch, or rejects it when it is too late.
func (s *street) cycle(t *rapid.T) {
	c := Cycle{Batch: *s.batch, Fundings: s.fundings}
	var at []int
	for _, member := range s.batch.Members {
		i := slices.IndexFunc(s.pairs, func(p Pair) bool { return p.Obligation.ID == member.Match() })
		at, c.Pairs = append(at, i), append(c.Pairs, s.pairs[i])
	}
	for _, f := range s.fundings {
		c.Lots = append(c.Lots, s.named(f.Lots)...)
	}
	c = c.With(s.accounts, []Instrument{s.instrument})
	keys := c.AdmissionKeys()
	admissions, found := make([]Admission, len(keys)), make([]bool, len(keys))
	for i, key := range keys {
		admissions[i], found[i] = s.admission(s.account(AccountID(key.Party))), true
	}
	after, _, err := c.Admit(admissions, found).Settle(s.as(registrar))
	if err != nil {
		require.True(t, s.today.After(s.batch.Until), "%v", err)
		s.end(t)
		return
	}
	before := s.holdings()
	if !s.pay(after.Cash) {
		return // linked, somebody is short
	}
	s.move(after.Moves)
	for i, settled := range after.Obligations {
		before[settled.Deliverer.Account] -= c.Pairs[i].Obligation.Open()
		before[settled.Receiver.Account] += c.Pairs[i].Obligation.Open()
		s.pairs[at[i]].Obligation = settled
	}
	require.Equal(t, before, s.holdings(), "each account has what its members gave and got")
	require.Zero(t, s.cash["clearing"])
	s.batch, s.fundings = nil, nil
	s.cycles++
}
