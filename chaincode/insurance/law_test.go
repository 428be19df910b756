// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func day(text string) date.Date { return date.MustParse(text) }

func firm(name string) Firm { return Firm{Party: parties.PartyID(name), Host: "M"} }

// horizon is how many days from the first on the model keeps.
const horizon = 2_200

// covered is what the model knows of a day: annual premiums and sums by cover, whether cover has ended, and whether it was
// taken up again after this day without it, which nothing undoes.
type covered struct {
	annual, sum map[CoverCode]int64
	year        int64
	off, gap    bool
}

// life is a policy on which anything happens that the rules allow, beside a model that keeps every day by itself.
type life struct {
	version     ProductVersion
	panel       Panel
	policy      Policy
	instalments []Instalment
	today       date.Date
	first       date.Date
	days        []covered
	// known are the days as they were after each transaction, by the date on which it was recorded.
	known []snapshot
	// has is what each account got and paid, and settled how often.
	has     map[cash.AccountID]int64
	settled int64
	count   int
}

type snapshot struct {
	recorded date.Date
	days     []covered
}

func (l *life) as(name string) Act {
	l.count++
	caller := protocol.Principal{MSP: "M", Party: name, Enrolment: "1"}
	return Act{Facts: protocol.Facts{TxID: fmt.Sprintf("%064d", l.count), Caller: caller}, Today: l.today}
}

// methods of refunds: without a penalty, days decide alone.
var methods = map[string]refund.Terms{
	"pro rata": {Method: refund.ProRata}, "penalty": {Method: refund.ProRataPenalty, Returned: decimal.MustParse("0.9")},
	"table": refund.Customary(decimal.MustParse("0.25")), "least": {Method: refund.ProRata, Least: money.MustAmount(5_000)},
}

func begun(t *rapid.T) *life {
	euro := money.MustCurrency("EUR")
	share := rapid.Int64Range(1, Whole-1).Draw(t, "share")
	line := func(name parties.PartyID, share int64) Line {
		account := cash.AccountID(name)
		return Line{LineTerms: LineTerms{Insurer: name, Share: share, Premiums: account, Refunds: Purse{Account: account}, Claims: Purse{Account: account}}, Host: "M", Signed: true}
	}
	l := &life{
		panel: Panel{ID: "panel", Currency: euro, Lines: []Line{line("alpha", share), line("beta", Whole-share)}},
		today: day("2026-01-05"), first: day("2026-01-05"), days: make([]covered, horizon), has: map[cash.AccountID]int64{},
	}
	cover := func(code CoverCode, rate string) Cover {
		return Cover{Code: code, SumMost: money.MustAmount(1_000_000_000), Rate: decimal.MustParse(rate)}
	}
	l.version = ProductVersion{Insurer: firm("alpha"), Status: Active, ProductTerms: ProductTerms{
		VersionKey: VersionKey{"product", 1}, Currency: euro, Panel: "panel", TermMonths: rapid.SampledFrom([]int{6, 12, 18}).Draw(t, "term"),
		Covers: []Cover{cover("A", "0.0013"), cover("B", "0.00271"), cover("C", "0.01")}, InstalmentsMost: 12, GraceDays: 14,
		Rating: Rating{SumReferred: money.MustAmount(3_000_000_000), SumMost: money.MustAmount(3_000_000_000), QuoteDays: 5, StraightThrough: true},
		Taxes: []Tax{
			{Name: "IPT", Rate: decimal.MustParse("0.12"), From: day("2020-01-01"), Purse: Purse{Account: "tax"}},
			{Name: "LEVY", Rate: decimal.MustParse("0.013"), From: day("2020-01-01"), Purse: Purse{Account: "levy"}, Kept: rapid.Bool().Draw(t, "kept")},
		},
		CommissionMost: one, CommissionReturned: rapid.Bool().Draw(t, "commission returned"), ReinstateDays: 60, BackdateDays: 45,
		Cancellation: methods[rapid.SampledFrom([]string{"pro rata", "pro rata", "penalty", "table", "least"}).Draw(t, "method")],
	}}
	require.NoError(t, l.bind(t, l.quote(ForPolicy, QuoteRequest{
		From: l.today, Account: "holder", Payer: Purse{"holder", "mandate"}, Instalments: rapid.IntRange(1, 12).Draw(t, "instalments"),
		Covers: asked(t, 1), Broker: BrokerTerms{Broker: "broker", Part: decimal.MustParse("0.15"), Purse: Purse{Account: "broker"}},
	})))
	return l
}

// asked are some covers with sums, of which a change may end some.
func asked(t *rapid.T, least int64) []Asked {
	var asked []Asked
	for _, code := range []CoverCode{"A", "B", "C"} {
		if rapid.Bool().Draw(t, "asks") || len(asked) == 0 && code == "C" {
			sum := rapid.Int64Range(least, 50_000_000).Draw(t, "sum")
			if least == 0 && sum%5 == 0 {
				sum = 0
			}
			asked = append(asked, Asked{code, money.MustAmount(sum)})
		}
	}
	return asked
}

// quote completes a request.
func (l *life) quote(kind QuoteKind, r QuoteRequest) QuoteRequest {
	l.count++
	r.ID, r.Kind, r.Policy, r.Risk = QuoteID(fmt.Sprintf("q%d", l.count)), kind, "policy", strings.Repeat("ab", 32)
	if kind == ForPolicy || kind == ForRenewal {
		r.Product = l.version.VersionKey
	}
	return r
}

func (l *life) facts(kind QuoteKind) Case {
	c := Case{Version: l.version, Panel: l.panel, Broker: firm("broker")}
	if kind != ForPolicy {
		c.Policy = &l.policy
		c.Instalments = l.instalments
	}
	return c
}

// bind brings a request to a contract.
func (l *life) bind(t *rapid.T, r QuoteRequest) error {
	require.NoError(t, r.Validate())
	quote, _, err := RequestQuote(r, l.facts(r.Kind), l.as("holder"))
	if err != nil {
		return err
	}
	if r.Kind == ForEndorsement && r.From.Before(l.today) {
		quote = l.referred(t, quote)
	}
	require.Equal(t, Offered, quote.Status)
	quote, _, err = quote.Accept(AcceptRequest{Quote: r.ID, Most: money.Money{Amount: quote.Price.Total, Currency: quote.Currency}}, l.as("holder"))
	require.NoError(t, err)
	bound, events, err := quote.Bind(BindRequest{Quote: r.ID}, l.facts(r.Kind), nil, l.as("alpha"))
	if err != nil {
		return err
	}
	l.saved(t, bound.Policy, bound.Instalments, bound.Settle, events)
	return nil
}

// referred has two underwriters look at an endorsement that lies back.
func (l *life) referred(t *rapid.T, quote Quote) Quote {
	require.Equal(t, Priced, quote.Status, "it is no offer by itself")
	require.Equal(t, []string{"BACKDATED"}, quote.Referrals)
	quote, _, err := quote.Offer(OfferRequest{Quote: quote.ID}, l.facts(quote.Kind), l.as("alpha"))
	require.NoError(t, err)
	second := l.as("alpha")
	second.Caller.Enrolment, second.Caller.Subject = "2", "chief"
	quote, _, err = quote.Approve(l.facts(quote.Kind), second)
	require.NoError(t, err)
	return quote
}

// saved keeps what a rule wrote, moves the money, and brings the model up to date. A change of the policy is one
// transaction on its stack and one event with its number (invariant I11).
func (l *life) saved(t *rapid.T, after Policy, changed []Instalment, settle cash.SettleRequest, events []protocol.Event) {
	require.Len(t, after.Stack, len(l.policy.Stack)+1)
	require.Equal(t, append([]Transaction{}, l.policy.Stack...), append([]Transaction{}, after.Stack[:len(l.policy.Stack)]...), "what was recorded stays")
	var told []PolicyEvent
	for _, e := range events {
		if content, is := PolicyChanged.From(e); is {
			told = append(told, content)
		}
	}
	require.Equal(t, []PolicyEvent{{len(after.Stack), after.top().Kind}}, told)
	l.policy = after
	l.keep(changed)
	l.move(settle.Legs)
	l.model(after.top())
	l.known = append(l.known, snapshot{l.today, slices.Clone(l.days)})
}

func (l *life) keep(changed []Instalment) {
	for _, i := range changed {
		if i.Number > len(l.instalments) {
			l.instalments = append(l.instalments, i)
			continue
		}
		l.instalments[i.Number-1] = i
	}
}

func (l *life) move(legs []cash.SettleLeg) {
	for _, leg := range legs {
		l.has[leg.From] -= leg.Amount.Amount.Minor()
		l.has[leg.To] += leg.Amount.Amount.Minor()
		l.settled++
	}
}

// model does to single days what a transaction says.
func (l *life) model(t Transaction) {
	opening := l.policy.Stack[t.Period-1]
	end, _ := opening.Effective.AddMonths(12)
	if t.Kind == Reinstate {
		for n := l.first.DaysUntil(opening.Effective); n < l.first.DaysUntil(t.Effective); n++ {
			l.days[n].gap = l.days[n].off
		}
	}
	for n := l.first.DaysUntil(t.Effective); n < l.first.DaysUntil(t.Until); n++ {
		d := l.days[n]
		switch t.Kind {
		case Issue, Renew:
			d = covered{map[CoverCode]int64{}, map[CoverCode]int64{}, int64(opening.Effective.DaysUntil(end)), false, false}
			l.days[n] = d.insured(t.Covers)
		case Endorse:
			l.days[n] = d.insured(t.Covers)
		case Cancel, Lapse:
			l.days[n].off = true
		case Reinstate:
			l.days[n].off = l.days[n].gap
		}
	}
}

func (d covered) insured(changes []Insured) covered {
	after := covered{map[CoverCode]int64{}, map[CoverCode]int64{}, d.year, d.off, d.gap}
	for code := range d.sum {
		after.sum[code], after.annual[code] = d.sum[code], d.annual[code]
	}
	for _, change := range changes {
		after.sum[change.Cover], after.annual[change.Cover] = change.Sum.Minor(), change.Annual.Minor()
		if change.Sum.IsZero() {
			delete(after.sum, change.Cover)
			delete(after.annual, change.Cover)
		}
	}
	return after
}
