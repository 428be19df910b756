// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// chosen is a product that leaves district and period of its one trigger to each policy.
func chosen() insurance.ProductTerms {
	terms := crops()
	terms.Product = "chosen"
	trigger := terms.Parametric.Triggers[0]
	trigger.Subject, trigger.From, trigger.To = "", date.Date{}, date.Date{}
	terms.Parametric = &insurance.ParametricTerms{ClosingDays: 10, Triggers: []insurance.TriggerTerms{trigger}}
	return terms
}

// fields asks for policies of anna's fields under the product that leaves something open, for September.
func (m *market) fields(from string, names ...insurance.PolicyID) insurance.ApplyRequest {
	request := many(anna, from, names...)
	request.Product = chosen().VersionKey
	for i := range request.Risks {
		request.Risks[i].Choices = []insurance.Choice{{Trigger: 1, Subject: "kaski", From: day("2026-09-01"), To: day("2026-09-30")}}
	}
	return request
}

// many asks for policies of 1,000.00 each, up to the 100.00 that each costs.
func many(party parties.PartyID, from string, names ...insurance.PolicyID) insurance.ApplyRequest {
	request := insurance.ApplyRequest{
		Product: crops().VersionKey, From: day(from), Account: cash.AccountID(party), Payer: purse(party, insurance.Premiums), Most: eur("100.00"),
	}
	for _, name := range names {
		request.Risks = append(request.Risks, insurance.RiskRequest{
			Quote: insurance.QuoteID("q-" + string(name)), Policy: name, Covers: farm(name, party).Covers, Risk: risk,
		})
	}
	return request
}

// named are the names of so many policies.
func named(prefix string, count int) []insurance.PolicyID {
	names := make([]insurance.PolicyID, count)
	for i := range names {
		names[i] = insurance.PolicyID(fmt.Sprintf("%s%03d", prefix, i))
	}
	return names
}

func issueOf(requests ...insurance.ApplyRequest) insurance.IssueRequest {
	issue := insurance.IssueRequest{Product: requests[0].Product}
	for _, request := range requests {
		issue.Quotes = append(issue.Quotes, request.Names()...)
	}
	return issue
}

var transactions = regexp.MustCompile(`"txId":"[0-9a-f]{64}"`)

// written are all rows of contracts, without the names of the transactions that wrote them.
func (m *market) written() map[string]string {
	rows := map[string]string{}
	for _, row := range m.World.Range(insurance.Module, "", "") {
		for _, table := range []string{"quote", "policy", "policy.holder", "policy.product", "instalment", "due", "awaited"} {
			if strings.HasPrefix(row.Key, "\x00"+table+"\x00") {
				rows[row.Key] = transactions.ReplaceAllString(string(row.Value), `"txId":""`)
			}
		}
	}
	return rows
}

// What is issued together is, row by row and to the cent, what would have been issued one by one.
func TestPoliciesIssuedTogetherAreAsIfIssuedOneByOne(t *testing.T) {
	together, singly := growing(t), growing(t)
	names := named("F", 6)
	requests := []insurance.ApplyRequest{many(anna, "2026-05-01", names[:4]...), many(bo, "2026-05-01", names[4:]...)}
	stage.Do(t, together.anna, insurance.ApplyForPolicies, requests[0])
	stage.Do(t, together.bo, insurance.ApplyForPolicies, requests[1])
	height := together.World.Height(alphaMSP)
	issued := stage.Do(t, together.alpha, insurance.IssuePolicies, issueOf(requests...))
	require.Equal(t, height+1, together.World.Height(alphaMSP))
	require.Equal(t, [2]any{6, "60000"}, [2]any{issued.Policies, issued.Total.String()})
	for i, name := range names {
		if i < 4 {
			singly.insure(t, singly.anna, farm(name, anna))
		} else {
			singly.insure(t, singly.bo, farm(name, bo))
		}
	}
	require.Len(t, singly.written(), 6*(1+3+1+2)+2, "a quote, a policy with two entries, a premium and two triggers each, and two rounds")
	require.Equal(t, singly.written(), together.written())
	for _, account := range []cash.AccountID{"alpha", "alpha-fund", "p-7f3a9c", "p-51d0e2"} {
		require.Equal(t, singly.posted(t, account), together.posted(t, account), account)
	}
}

// A choice of the holder's has an underwriter look at it: whoever issues is that underwriter, within the holder's word.
func TestIssuingOffersWhatWasAcceptedInAdvance(t *testing.T) {
	m := growing(t)
	m.sells(t, chosen())
	request := m.fields("2026-08-01", "A", "B")
	applied := stage.Do(t, m.anna, insurance.ApplyForPolicies, request)
	require.Equal(t, [3]int{2, 0, 2}, [3]int{applied.Quotes, applied.Accepted, applied.Waiting})
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(request))
	quote := stage.Do(t, m.mill, insurance.GetQuote, "q-A")
	require.Equal(t, [2]any{insurance.BoundQuote, alphaMSP}, [2]any{quote.Status, quote.Underwriter.MSP})
	september := oracle.RoundKey{Feed: "rain", Subject: "kaski", From: day("2026-09-01"), To: day("2026-09-30")}
	require.Equal(t, 2, m.waiting(t, september))
	m.has(t, "p-7f3a9c", "49800.00")
}

// Nobody is insured, and nobody pays, beyond its word: neither without one, nor above its price, nor with insurers that it
// did not know of.
func TestNothingIsIssuedBeyondTheHoldersWord(t *testing.T) {
	m := growing(t)
	m.sells(t, chosen())
	for name, spoil := range map[insurance.PolicyID]func(*insurance.ApplyRequest){
		"SILENT": func(r *insurance.ApplyRequest) { r.Most = money.Money{} },
		"CHEAP":  func(r *insurance.ApplyRequest) { r.Most = eur("99.99") },
	} {
		request := m.fields("2026-08-01", name)
		spoil(&request)
		stage.Do(t, m.anna, insurance.ApplyForPolicies, request)
		stage.Refused(t, m.alpha, insurance.IssuePolicies, issueOf(request), insurance.StatusRefused)
	}
	request := m.fields("2026-08-01", "MOVED")
	stage.Do(t, m.anna, insurance.ApplyForPolicies, request)
	own := line("alpha", insurance.Whole)
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "other", Currency: euro, Lines: []insurance.LineTerms{own}})
	offered := stage.Do(t, m.alpha, insurance.OfferQuote, insurance.OfferRequest{Quote: "q-MOVED", Panel: "other"})
	require.Equal(t, insurance.Offered, offered.Status)
	stage.Refused(t, m.alpha, insurance.IssuePolicies, issueOf(request), insurance.StatusRefused)

	loaded := m.fields("2026-08-01", "LOADED")
	stage.Do(t, m.anna, insurance.ApplyForPolicies, loaded)
	require.Equal(t, insurance.Accepted, stage.Do(t, m.alpha, insurance.OfferQuote, insurance.OfferRequest{Quote: "q-LOADED"}).Status)
	m.has(t, "p-7f3a9c", "50000.00")
}

// All of an issue counts or none: another's product, a quote of another version, one that is bound already, a policy that
// is named by two quotes.
func TestAnIssueIsAllOrNone(t *testing.T) {
	m := growing(t)
	m.sells(t, chosen())
	request := many(anna, "2026-05-01", named("F", 3)...)
	stage.Do(t, m.anna, insurance.ApplyForPolicies, request)
	other := m.fields("2026-08-01", "X")
	stage.Do(t, m.anna, insurance.ApplyForPolicies, other)
	again := many(anna, "2026-05-01", "F000")
	again.Risks[0].Quote = "q-again"
	stage.Do(t, m.anna, insurance.ApplyForPolicies, again)
	before := m.everything()
	stage.Refused(t, m.beta, insurance.IssuePolicies, issueOf(request), insurance.NotYours)
	mixed := issueOf(request)
	mixed.Quotes = append(mixed.Quotes, "q-X")
	stage.Refused(t, m.alpha, insurance.IssuePolicies, mixed, insurance.TermsRefused)
	mixed.Quotes[3] = "q-again"
	stage.Refused(t, m.alpha, insurance.IssuePolicies, mixed, protocol.AlreadyExists)
	mixed.Quotes[3] = "q-none"
	stage.Refused(t, m.alpha, insurance.IssuePolicies, mixed, protocol.NotFound)
	require.Equal(t, before, m.everything())
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(request))
	stage.Refused(t, m.alpha, insurance.IssuePolicies, issueOf(request), insurance.StatusRefused)
	m.has(t, "p-7f3a9c", "49700.00")
}

// A product that deals with claims is sold one contract at a time.
func TestOnlyParametricPoliciesAreIssuedTogether(t *testing.T) {
	m := sold(t)
	request := many("mill", "2026-05-01", "P1")
	request.Product, request.Account, request.Payer = version("property"), "mill", purse("mill", insurance.Premiums)
	stage.Refused(t, m.mill, insurance.ApplyForPolicies, request, insurance.TermsRefused)
	m.agree(t, m.mill, wanted("P1", "2026-05-01"))
	stage.Refused(t, m.alpha, insurance.IssuePolicies, insurance.IssueRequest{Product: version("property"), Quotes: []insurance.QuoteID{"q-P1"}}, insurance.TermsRefused)
}

// Another's money does not pay: the accounts of an application are its caller's.
func TestNobodyAppliesWithTheMoneyOfAnother(t *testing.T) {
	m := growing(t)
	request := many(anna, "2026-05-01", "F")
	stage.Refused(t, m.bo, insurance.ApplyForPolicies, request, insurance.AccountRefused)
}

// A feed that was closed takes no new covers, of products that were active before either; what rests on it is paid.
func TestClosedFeedTakesNoNewCovers(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.agree(t, m.bo, farm("B", bo))
	waiting := many(bo, "2026-05-01", "C")
	stage.Do(t, m.bo, insurance.ApplyForPolicies, waiting)
	stage.Do(t, m.arbiter, insurance.CloseFeed, oracle.FeedID("rain"))
	stage.Refused(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: "q-B"}, oracle.FeedRefused)
	stage.Refused(t, m.alpha, insurance.IssuePolicies, issueOf(waiting), oracle.FeedRefused)
	m.finish(t, 0)
	require.Equal(t, insurance.PaidOut, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Outcome)
}
