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
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// The days of the actions below.
var (
	recordDay  = date.MustParse("2026-02-02")
	payoutDay  = date.MustParse("2026-02-05")
	payoutEuro = money.MustCurrency("EUR")
	shareOwner = Firm{Party: "industry", Host: "IndustryMSP"}
)

// holders is a share with holders, and an action on it from announcement to reconciliation, as pure rules decide it.
type holders struct {
	instrument Instrument
	terms      TermsVersion
	accounts   map[AccountID]Account
	lots       []Lot
	register   Register
	pages      []Page
	action     Action
	// barred are accounts that are frozen, and stopped units that are.
	barred  Barred
	stopped FrozenUnits
	txs     int
}

func (h *holders) act(msp string, firm Firm, today date.Date) Act {
	h.txs++
	person := fmt.Sprint("person-", h.txs)
	return Act{Today: today, Facts: protocol.Facts{TxID: fmt.Sprintf("%064x", h.txs), Direct: true, Caller: protocol.Principal{
		MSP: msp, Subject: person, Issuer: msp, Enrolment: person, Party: string(firm.Party),
	}}}
}

func drawnHolders(t *rapid.T) *holders {
	h := &holders{accounts: map[AccountID]Account{}}
	rounding := []decimal.Rounding{decimal.HalfUp, decimal.Down}[rapid.IntRange(0, 1).Draw(t, "rounding")]
	h.instrument = Instrument{
		ID: "IND", Kind: Share, Currency: payoutEuro, Issuer: shareOwner, Depository: "CsdMSP", Regulator: "RegMSP", Status: Active, Version: 1,
	}
	h.terms = TermsVersion{TermsKey: TermsKey{Instrument: "IND", Version: 1}, Terms: Terms{Kind: Share, Currency: payoutEuro, Size: QuantityMax, Rounding: rounding}}
	for n := range rapid.IntRange(1, 25).Draw(t, "accounts") {
		h.account(t, n)
	}
	return h
}

// account is an account with lots; every fifth is the issuer's.
func (h *holders) account(t *rapid.T, n int) {
	account := Account{
		ID: AccountID(fmt.Sprint("account-", n)), Custodian: "BankMSP", Owner: Firm{Party: parties.PartyID(fmt.Sprint("party-", n)), Host: "BankMSP"},
		Kind: Investor, Cash: cash.AccountID(fmt.Sprint("cash-", n/2)), Tax: []TaxProfile{"", "treaty", "exempt"}[n%3], Status: AccountOpen,
	}
	if n%5 == 4 {
		account.Kind, account.Owner = Treasury, shareOwner
	}
	h.accounts[account.ID] = account
	for range rapid.IntRange(1, 3).Draw(t, "lots") {
		lot := Lot{
			Instrument: "IND", ID: LotID(fmt.Sprintf("%s.%064x.%d", account.ID.Bucket(), 7, len(h.lots))), Account: account.ID, Custodian: "BankMSP",
			Quantity: Quantity(rapid.Int64Range(1, 3_000).Draw(t, "units")), Status: Free, CreatedOn: date.MustParse("2026-01-05"),
		}
		if rapid.IntRange(0, 9).Draw(t, "pledged") == 0 {
			lot.Status, lot.Ref = Pledged, "pledge:1"
		}
		h.lots = append(h.lots, lot)
	}
}

func (h *holders) supply() (sum Quantity) {
	for _, lot := range h.lots {
		sum += lot.Quantity
	}
	return sum
}

// count closes the register of the record date, in pages that are cut anywhere.
func (h *holders) count(t *rapid.T) {
	cuts := []string{"0000"}
	for range rapid.IntRange(0, 3).Draw(t, "cuts") {
		cuts = append(cuts, fmt.Sprintf("%04x", rapid.IntRange(1, 0xffff).Draw(t, "cut")))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var tallies []Tally
	closing := CloseRequest{RegisterKey: RegisterKey{Instrument: "IND", Day: recordDay}}
	for n, from := range cuts {
		to := "ffff"
		if n+1 < len(cuts) {
			var next int
			_, err := fmt.Sscanf(cuts[n+1], "%x", &next)
			require.NoError(t, err)
			to = fmt.Sprintf("%04x", next-1)
		}
		request := CountRequest{RegisterKey: closing.RegisterKey, Buckets: Buckets{From: Bucket(from), To: Bucket(to)}}
		var held []Lot
		for _, lot := range h.lots {
			if request.Contains(lot.Account.Bucket()) {
				held = append(held, lot)
			}
		}
		var accounts []Account
		for _, id := range Holders(held) {
			accounts = append(accounts, h.accounts[id])
		}
		page, tally, _, err := request.Count(h.instrument, held, accounts, h.act("CsdMSP", Firm{}, payoutDay))
		require.NoError(t, err)
		h.pages, tallies, closing.Pages = append(h.pages, page), append(tallies, tally), append(closing.Pages, request.From)
	}
	var err error
	h.register, _, err = closing.Close(h.instrument, tallies, h.supply(), h.act("CsdMSP", Firm{}, payoutDay))
	require.NoError(t, err)
}

// drawnTerms are those of an action of any kind that a share has.
func (h *holders) drawnTerms(t *rapid.T) (ActionKind, ActionTerms) {
	kind := rapid.SampledFrom([]ActionKind{CashDividend, FullCall, PartialCall, Split, ReverseSplit, Bonus}).Draw(t, "kind")
	terms := ActionTerms{Record: recordDay, Ex: recordDay, Payment: payoutDay, Agent: "BankMSP"}
	pooled := kind == PartialCall || kind == Bonus && rapid.Bool().Draw(t, "pooled")
	if kind == CashDividend || kind == FullCall || kind == PartialCall {
		terms.Rate, _ = decimal.New(rapid.Int64Range(1, 9_999_999).Draw(t, "rate"), 6)
	}
	if pooled {
		terms.Units = Quantity(rapid.Int64Range(1, max(1, int64(h.supply())/3)).Draw(t, "pool"))
	}
	if !pooled && (kind.converts() || kind == Bonus) {
		small, large := rapid.Int64Range(1, 9).Draw(t, "small"), rapid.Int64Range(10, 30).Draw(t, "large")
		terms.Factor = &fraction.Factor{New: large, Old: small}
		if kind == ReverseSplit {
			terms.Factor = &fraction.Factor{New: small, Old: large}
		}
		terms.Disposition = rapid.SampledFrom([]fraction.Disposition{fraction.RoundDown, fraction.RoundUp, fraction.Standard, fraction.CashInLieu}).Draw(t, "disposition")
		if terms.Disposition == fraction.CashInLieu {
			terms.Reference, _ = decimal.New(rapid.Int64Range(1, 9_999_999).Draw(t, "reference"), 4)
		}
	}
	if terms.pays(kind) {
		terms.Payees = &CashAccounts{Paying: "paying", Suspense: "suspense", Residual: "residual", Tax: "tax"}
		terms.Taxes.Standard, _ = decimal.New(rapid.Int64Range(1, 999).Draw(t, "standard"), 3)
		terms.Taxes.Rates = []TaxRate{{Profile: "treaty", Rate: decimal.MustParse("0.15")}, {Profile: "exempt"}}
	}
	return kind, terms
}

// prepare brings an action to the day of its payment.
func (h *holders) prepare(t *rapid.T) bool {
	kind, terms := h.drawnTerms(t)
	request := AnnounceRequest{ID: "A-1", Instrument: "IND", Kind: kind, ActionTerms: terms}
	require.NoError(t, request.Validate())
	ours := cash.Account{Currency: payoutEuro, Kind: cash.ModuleOwned, Owner: cash.Owner{Module: Module}}
	theirs := cash.Account{Currency: payoutEuro, Kind: cash.Customer}
	on := Announcing{Instrument: h.instrument, Terms: h.terms, Agent: true, Accounts: []cash.Account{ours, ours, theirs, theirs}[:len(terms.Payees.List())]}
	action, _, err := request.Announce(on, h.act("IndustryMSP", shareOwner, recordDay))
	require.NoError(t, err)
	action, _, err = action.Confirm(h.act("CsdMSP", Firm{}, recordDay))
	require.NoError(t, err)
	if kind.takes() {
		h.instrument.Status, h.instrument.Before, h.instrument.Halt, h.instrument.StillSince = Halted, Active, Halt{Level: NoMove}, recordDay
	}
	h.count(t)
	closing := CloseRecordRequest{Action: "A-1"}
	base := h.register.Supply - h.register.Treasury
	if action.isPooled() && (base == 0 || kind == PartialCall && action.Units > base) {
		_, _, err = action.CloseRecord(closing, Closing{Instrument: h.instrument, Terms: h.terms, Register: h.register}, h.act("CsdMSP", Firm{}, payoutDay))
		require.ErrorIs(t, err, ActionTermsRefused)
		return false
	}
	if action.isPooled() {
		closing.Cut, err = action.DrawCut(h.register, h.pages)
		require.NoError(t, err)
	}
	h.action, _, err = action.CloseRecord(closing, Closing{Instrument: h.instrument, Terms: h.terms, Register: h.register}, h.act("CsdMSP", Firm{}, payoutDay))
	require.NoError(t, err)
	return true
}

// entitle works all pages out and fixes the amounts.
func (h *holders) entitle(t *rapid.T) []Entitlement {
	before := make([]Entitlement, len(h.pages))
	rows, _, err := Entitling{Action: h.action, Register: h.register, Pages: h.pages, Before: before}.Entitle(EntitleRequest{Action: "A-1", Pages: h.register.Pages})
	require.NoError(t, err)
	if len(rows) > 1 {
		_, _, _, err = h.action.Complete(Completing{Instrument: h.instrument, Terms: h.terms, Register: h.register, Entitlements: rows[1:]})
		require.ErrorIs(t, err, EntitlementsIncomplete)
	}
	h.action, _, _, err = h.action.Complete(Completing{Instrument: h.instrument, Terms: h.terms, Register: h.register, Entitlements: rows})
	require.NoError(t, err)
	return rows
}

// I5, I6 and I7: the units that are entitled, with those that are excluded, are the supply of the record date; what is paid,
// withheld and suspended, with the residual, is what the issuer paid in, to the cent; each account is on one page, once. And
// units are taken, given or converted as was fixed, with what lay on them.
func TestLawActions(t *testing.T) {
	kinds := map[ActionKind]int{}
	rapid.Check(t, func(t *rapid.T) {
		h := drawnHolders(t)
		if !h.prepare(t) {
			return
		}
		rows := h.entitle(t)
		kinds[h.action.Kind]++
		total := h.action.Total
		require.Equal(t, h.register.Supply, total.Units+total.Excluded)
		if h.action.Status == ActionEntitled {
			funded, settle, _, err := h.action.Fund(FundActionRequest{Action: "A-1", Means: cash.Means{Account: "issuer"}}, h.instrument, h.act("IndustryMSP", shareOwner, payoutDay))
			require.NoError(t, err)
			require.Equal(t, h.action.Due(), settle.Legs[0].Amount.Amount)
			h.action = funded
		}
		h.pay(t, rows)
	})
	if testing.Short() {
		return // with few draws, a kind may be missing
	}
	for _, kind := range []ActionKind{CashDividend, FullCall, PartialCall, Split, ReverseSplit, Bonus} {
		require.Positive(t, kinds[kind], "no action of kind %s", kind)
	}
}

// pay pays the pages one by one, with some accounts that cannot be paid, and reconciles.
func (h *holders) pay(t *rapid.T, rows []Entitlement) {
	h.freeze(t)
	left, seen := h.action.Due(), map[AccountID]bool{}
	supply := h.register.Supply
	var payments []Payment
	for n, page := range h.pages {
		lines, _, err := h.action.Lines(page)
		require.NoError(t, err)
		paying := Paying{Action: h.action, Instrument: h.instrument, Pages: h.pages[n : n+1], Entitlements: rows[n : n+1]}
		request := PayRequest{Action: "A-1", Pages: h.register.Pages[n : n+1]}
		for _, line := range lines {
			require.False(t, seen[line.Account], "account %s is entitled twice", line.Account)
			seen[line.Account] = true
			h.choose(t, &paying, &request, line)
		}
		paying.Barred, paying.Frozen = []Barred{h.barred}, h.stopped
		paid, err := paying.Pay(request, h.act("BankMSP", Firm{}, payoutDay))
		require.NoError(t, err)
		h.withheld(t, paid, lines, request.Suspend)
		for _, leg := range paid.Settle.Legs {
			require.Equal(t, cash.AccountID("paying"), leg.From)
			require.Positive(t, leg.Amount.Sign())
			left, err = left.Sub(leg.Amount.Amount)
			require.NoError(t, err)
		}
		supply += h.moved(t, paid, lines)
		payments = append(payments, paid.Payments...)
	}
	require.Equal(t, h.register.Supply-h.action.Total.Taken()+h.action.Total.Given, supply)
	if len(payments) > 1 {
		_, _, _, err := h.action.Reconcile(h.register, payments[1:])
		require.ErrorIs(t, err, Unpaid)
	}
	_, settle, _, err := h.action.Reconcile(h.register, payments)
	require.NoError(t, err)
	for _, leg := range settle.Legs {
		require.Equal(t, cash.AccountID("residual"), leg.To)
		left, err = left.Sub(leg.Amount.Amount)
		require.NoError(t, err)
	}
	require.True(t, left.IsZero(), "%s are left over", left)
}

// choose names the lots of an account, and now and then the account as one that cannot be paid.
func (h *holders) choose(t *rapid.T, paying *Paying, request *PayRequest, line Line) {
	if h.action.Kind.takes() {
		for _, lot := range h.lots {
			if lot.Account == line.Account {
				paying.Lots, request.Lots = append(paying.Lots, lot), append(request.Lots, lot.ID)
			}
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "refused") == 0 {
		closed := h.accounts[line.Account]
		closed.Status = AccountFrozen
		request.Suspend = append(request.Suspend, line.Account)
		paying.Refused = append(paying.Refused, Refused{Account: closed, Cash: cash.Account{Currency: payoutEuro}})
	}
}

// moved checks the lots that a page spent and made, and answers by how many units there are more.
func (h *holders) moved(t *rapid.T, paid PaidPages, lines []Line) (more Quantity) {
	made := map[AccountID]Quantity{}
	for _, lot := range paid.Moves.Made() {
		made[lot.Account] += lot.Quantity
		require.Positive(t, int64(lot.Quantity))
		if lot.Status == Pledged {
			require.Equal(t, Ref("pledge:1"), lot.Ref)
		}
		if lot.Status == Frozen {
			require.Contains(t, []CourtOrderID{"order-1", "order-2"}, lot.Order)
		}
	}
	for _, line := range lines {
		want := line.Given
		if h.action.Kind.takes() {
			want += line.After
		}
		require.Equal(t, want, made[line.Account], "account %s", line.Account)
	}
	for _, change := range paid.Moves.Changes() {
		more += change.Created - change.Redeemed
	}
	return more
}

// freeze freezes some accounts and, where the action takes no units, some units of accounts.
func (h *holders) freeze(t *rapid.T) {
	h.barred, h.stopped = Barred{Custodian: "BankMSP"}, FrozenUnits{Instrument: "IND"}
	for n := range len(h.accounts) {
		account := h.accounts[AccountID(fmt.Sprint("account-", n))]
		if rapid.IntRange(0, 4).Draw(t, "barred") == 0 {
			account.Status = AccountFrozen
			h.barred, _ = h.barred.Note("BankMSP", []Account{account})
		}
		for _, order := range []CourtOrderID{"order-1", "order-2"} {
			if h.action.Kind.takes() || rapid.IntRange(0, 2).Draw(t, "frozen") > 0 {
				continue
			}
			h.stopped = h.stopped.Change("IND", []FrozenChange{
				{Instrument: "IND", Account: account.ID, Order: order, Units: Quantity(rapid.Int64Range(1, 4_000).Draw(t, "units"))},
			}, recordDay)
		}
	}
}

// withheld checks that nobody has what an order holds back, be it named or not, and everybody else the rest.
func (h *holders) withheld(t *rapid.T, paid PaidPages, lines []Line, named []AccountID) {
	waiting := map[AccountID]Suspense{}
	for _, suspense := range paid.Suspense {
		waiting[suspense.Account] = suspense
	}
	granted := map[AccountID]Quantity{}
	for _, lot := range paid.Moves.Made() {
		if lot.Status == Frozen {
			granted[lot.Account] += lot.Quantity
		}
	}
	for _, line := range lines {
		amount, frozen := waiting[line.Account].Amount, min(h.stopped.units(line.Account), line.Units)
		if h.barred.names(line.Account) || slices.Contains(named, line.Account) {
			require.Equal(t, line.Net, amount, "account %s", line.Account)
		}
		require.GreaterOrEqual(t, amount.Minor()*int64(line.Units), line.Net.Minor()*int64(frozen), "account %s", line.Account)
		require.GreaterOrEqual(t, granted[line.Account]*line.Units, line.Given*frozen, "account %s", line.Account)
		if frozen == 0 {
			require.Zero(t, granted[line.Account], "account %s", line.Account)
		}
	}
}
