// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// street is four accounts at two custodians that trade one instrument with each other; anything happens that rules allow.
type street struct {
	instrument Instrument
	accounts   []Account
	lots       []Lot
	cash       map[cash.AccountID]int64
	pairs      []Pair
	// batch is the one under way, with what was set aside for it; hold is what its holds and those of pairs have in reserve.
	batch    *Batch
	fundings []Funding
	today    date.Date
	count    int
	units    Quantity
	money    int64
	// settled counts how often something was settled, so that the test can tell whether it tried anything.
	settled, cycles int
}

const registrar = "D"

func begun(t *rapid.T) *street {
	s := &street{
		instrument: Instrument{ID: "I", Currency: money.MustCurrency("EUR"), Depository: registrar, Regulator: "R", Status: Active},
		cash:       map[cash.AccountID]int64{}, today: date.MustParse("2026-01-05"),
	}
	for i := range 4 {
		name := fmt.Sprintf("a%d", i)
		account := Account{
			ID: AccountID(name), Custodian: []string{"N", "S"}[i%2], Owner: Firm{Party: parties.PartyID(name), Host: "N"}, Kind: Investor,
			Cash: cash.AccountID(name), Status: AccountOpen,
		}
		s.accounts = append(s.accounts, account)
		s.cash[account.Cash] = rapid.Int64Range(0, 5000).Draw(t, "cash")
		s.money += s.cash[account.Cash]
		for range rapid.IntRange(1, 5).Draw(t, "lots") {
			s.count++
			quantity := Quantity(rapid.Int64Range(1, 60).Draw(t, "lot"))
			id := LotID(fmt.Sprintf("%s.%064d.0", account.ID.Bucket(), s.count))
			s.lots = append(s.lots, Lot{Instrument: "I", ID: id, Account: account.ID, Custodian: account.Custodian, Quantity: quantity, Status: Free, CreatedOn: s.today})
			s.units += quantity
		}
	}
	return s
}

func (s *street) as(msp string) Act {
	s.count++
	return Act{Facts: protocol.Facts{TxID: fmt.Sprintf("%064d", s.count), Caller: protocol.Principal{MSP: msp, Enrolment: fmt.Sprint(s.count % 3)}}, Today: s.today}
}

func (s *street) account(id AccountID) Account {
	return s.accounts[slices.IndexFunc(s.accounts, func(a Account) bool { return a.ID == id })]
}

func (s *street) holdings() map[AccountID]Quantity {
	has := map[AccountID]Quantity{}
	for _, account := range s.accounts {
		has[account.ID] = 0
	}
	for _, lot := range s.lots {
		if lot.Live() {
			has[lot.Account] += lot.Quantity
		}
	}
	return has
}

func (s *street) roll(*rapid.T) { s.today, _ = s.today.AddDays(1) }

// lawful checks the laws.
func (s *street) lawful(t *rapid.T) {
	var units Quantity
	for _, has := range s.holdings() {
		units += has
	}
	require.Equal(t, s.units, units, "units are neither made nor lost")
	var money int64
	for _, has := range s.cash {
		require.GreaterOrEqual(t, has, int64(0))
		money += has
	}
	require.Equal(t, s.money, money, "nor is money")
	setAside := map[LotID]Ref{}
	for _, p := range s.pairs {
		s.lawfulPair(t, p)
		for _, id := range p.Deliver.Allocated() {
			setAside[id] = p.Obligation.ID.Ref()
		}
	}
	for _, f := range s.fundings {
		for _, id := range f.Lots {
			setAside[id] = f.Batch.Ref()
		}
	}
	for _, lot := range s.lots {
		require.Equal(t, setAside[lot.ID], lot.Ref, "a lot is locked for what has it set aside, and for nothing else")
		require.Equal(t, lot.Ref != "", lot.Status == Locked)
	}
}

// lawfulPair: what is settled is delivered and paid, exactly; what is recorded adds up.
func (s *street) lawfulPair(t *rapid.T, p Pair) {
	o := p.Obligation
	var delivered Quantity
	var paid int64
	for _, part := range o.Parts {
		delivered, paid = delivered+part.Quantity, paid+part.Paid.Minor()
	}
	require.Equal(t, o.Delivered, delivered)
	require.Equal(t, o.Paid.Minor(), paid)
	require.LessOrEqual(t, o.Delivered, o.Quantity)
	if o.Settled() {
		require.Equal(t, o.Amount.Amount, o.Paid)
		require.Nil(t, p.Deliver.Allocation)
	}
	require.Equal(t, p.Deliver.Status == InstructionCancelled, p.Receive.Status == InstructionCancelled)
}

// Whatever happens, units and money are conserved, a settlement is both legs or none, and what is set aside is set aside
// for exactly one thing.
func TestLawsOfSettlement(t *testing.T) {
	settled, cycles := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := begun(t)
		for range 4 {
			s.instruct(t)
		}
		acts := []func(*rapid.T){
			s.instruct, s.instruct, s.instruct, s.pause, s.allocate, s.allocate, s.allocate, s.reclaim, s.cancel, s.settle, s.settle, s.settle,
			s.batched, s.batched, s.batched, s.roll,
		}
		for range rapid.IntRange(20, 100).Draw(t, "steps") {
			rapid.SampledFrom(acts).Draw(t, "act")(t)
			s.lawful(t)
		}
		settled, cycles = settled+s.settled, cycles+s.cycles
	})
	if testing.Short() {
		return // few histories may settle little
	}
	require.Greater(t, settled, 20, "the histories settle something")
	require.Greater(t, cycles, 20, "and batches too")
}
