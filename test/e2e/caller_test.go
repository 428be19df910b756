// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/forgery"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/probe"
	"github.com/consort-finance/consort/test/rogue"
)

var callers = []story{
	{"called directly, cash obeys the payer's signatory alone", calledDirectly},
	{"a registered module settles what the payer consented to", calledByModule},
	{"a module settles only from its entry points and below its cap", beyondTheModule},
	{"a chaincode that nobody registered gets nothing", calledByStranger},
	{"a spoofed chaincode name is refused wherever it stands", spoofedName},
	{"what is for direct calls alone is closed to every chaincode", closedToChaincodes},
	{"a swallowed refusal leaves no trace in cash", swallowedRefusal},
	{"two settlements in one transaction make no money", calledTwice},
	{"a callee's events are told, and none that speak for another chaincode", events},
}

// settlement has one leg.
func (s *scene) settlement(id string, from, to cash.AccountID, cents int64) cash.SettleRequest {
	return cash.SettleRequest{
		ID: cash.SettlementID(s.name + "." + id), Legs: []cash.SettleLeg{{From: from, To: to, Amount: desk.Euros(cents)}},
	}
}

// consentTo is a payer's consent to a settlement.
func (s *scene) consentTo(r cash.SettleRequest) cash.Consent {
	s.Helper()
	consent, err := cash.ConsentTo(r.ID, r.Legs)
	require.NoError(s, err)
	return consent
}

func (s *scene) consented(r cash.SettleRequest) probe.SettleRequest {
	return probe.SettleRequest{SettleRequest: r, Consent: s.consentTo(r)}
}

// hold sets alice's money aside for a module to decide.
func (s *scene) hold(id string, from, to cash.AccountID, cents int64, module string) cash.SettleRequest {
	s.Helper()
	hold := cash.HoldID(s.name + "." + id)
	do(s, s.client(alice), cash.CreateHold, cash.HoldRequest{
		ID: hold, Payer: from, Payee: to, Amount: desk.Euros(cents),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: module}, Expires: s.tomorrow(),
	})
	r := s.settlement(id, from, to, cents)
	r.Legs[0].Hold = hold
	return r
}

// through has a hostile chaincode make calls in alice's name. Its transaction is valid; what counts are the answers.
func (s *scene) through(chaincode string, consent cash.Consent, calls ...rogue.Call) []rogue.Answer {
	s.Helper()
	request := rogue.Request{Calls: calls, Consent: consent}
	return do(s, s.client(alice), rogue.Swallow, request, gatewayclient.AtChaincode(chaincode)).Answers
}

func callTo[Req protocol.Request, Res any](s *scene, e protocol.Call[Req, Res], request Req) rogue.Call {
	s.Helper()
	call, err := rogue.CallTo(e, request)
	require.NoError(s, err)
	return call
}

// requireAnswer asks what a hostile chaincode was told.
func requireAnswer(s *scene, answer rogue.Answer, code protocol.Code) {
	s.Helper()
	require.Equal(s, code.Status, answer.Status, answer.Message)
	require.True(s, strings.HasPrefix(answer.Message, code.Name+": "), answer.Message)
}

func calledDirectly(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	do(s, s.client(alice), cash.Settle, s.settlement("hers", at[0], at[1], 10_00))
	do(s, s.client(person{"northbank", "alicephone", "alice"}), cash.Settle, s.settlement("her-phone", at[0], at[1], 10_00))
	refused(s, s.client(mallory), cash.Settle, s.settlement("his", at[0], at[1], 10_00), cash.NotSignatory)
	refused(s, s.client(carol), cash.Transfer, transfer(at[0], at[1], 10_00), cash.NotSignatory)
	refused(s, s.staff("northbank", "maker"), cash.Transfer, transfer(at[0], at[1], 10_00), cash.NotSignatory)
	refused(s, s.staff("northbank", "admin"), cash.Transfer, transfer(at[0], at[1], 10_00), cash.NotSignatory)
	s.requireBalance(s.client(alice), at[0], 80_00)
}

func calledByModule(s *scene) {
	at, shop := s.accounts(alice, 100_00, 0), s.accounts(mallory, 0)
	client := s.client(alice)
	do(s, client, probe.Settle, s.consented(s.settlement("consent", at[0], at[1], 10_00)))
	held := probe.SettleRequest{SettleRequest: s.hold("hold", at[0], at[1], 10_00, "probe")}
	do(s, s.client(bob), probe.Settle, held) // whoever signs: the hold is the payer's word
	terms := cash.MandateTerms{
		ID: cash.MandateID(s.name), Payer: at[0], Module: "probe", Purpose: "dues",
		MaxUse: desk.Euros(10_00), MaxTotal: desk.Euros(15_00), ValidUntil: s.tomorrow(),
	}
	do(s, client, cash.GrantMandate, terms)
	due := s.settlement("mandate", at[0], at[1], 10_00)
	due.Legs[0].Mandate, due.Legs[0].Purpose = terms.ID, terms.Purpose
	do(s, s.client(bob), probe.Settle, probe.SettleRequest{SettleRequest: due})
	s.requireBalance(s.client(bob), at[0], 70_00)

	due.ID += "-again"
	refused(s, s.client(bob), probe.Settle, probe.SettleRequest{SettleRequest: due}, cash.MandateExceeded)
	unasked := s.settlement("phishing", at[0], shop[0], 10_00)
	refused(s, client, probe.Settle, probe.SettleRequest{SettleRequest: unasked}, cash.ConsentMissing)
	refused(s, s.client(mallory), probe.Settle, s.consented(unasked), cash.ConsentMissing)
	other := s.consented(s.settlement("phishing", at[0], at[1], 10_00))
	other.SettleRequest = unasked
	refused(s, client, probe.Settle, other, cash.ConsentMissing)
	s.requireBalance(client, at[0], 70_00)
}

func beyondTheModule(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	refused(s, s.client(alice), probe.Collect, s.consented(s.settlement("collect", at[0], at[1], 10_00)), cash.ModuleLimit)
	over := s.settlement("over", at[0], at[1], legCap+1)
	requireAnswer(s, s.through(registered, s.consentTo(over), callTo(s, cash.Settle, over))[0], cash.ModuleLimit)
	sneak := s.settlement("sneak", at[0], at[1], 10_00)
	request := rogue.Request{Calls: []rogue.Call{callTo(s, cash.Settle, sneak)}, Consent: s.consentTo(sneak)}
	requireAnswer(s, do(s, s.client(alice), rogue.Sneak, request).Answers[0], cash.ModuleLimit)
	s.requireBalance(s.client(alice), at[0], 100_00)
}

func calledByStranger(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	r := s.settlement("consented", at[0], at[1], 10_00)
	settle := callTo(s, cash.Settle, r)
	requireAnswer(s, s.through(stranger, s.consentTo(r), settle)[0], cash.ModuleUnknown)
	held := callTo(s, cash.Settle, s.hold("held", at[0], at[1], 10_00, "probe"))
	requireAnswer(s, s.through(stranger, "", held)[0], cash.ModuleUnknown)

	// By way of a registered module: the transaction began in the stranger all the same.
	behind, err := json.Marshal(rogue.Request{Calls: []rogue.Call{settle}, Consent: s.consentTo(r)})
	require.NoError(s, err)
	answer := s.through(stranger, s.consentTo(r), rogue.Call{Chaincode: registered, Args: []string{"rogue:Swallow", string(behind)}})[0]
	require.EqualValues(s, 200, answer.Status)
	var nested rogue.Answers
	require.NoError(s, json.Unmarshal([]byte(answer.Payload), &nested))
	requireAnswer(s, nested.Answers[0], cash.ModuleUnknown)

	// By way of an honest module, which is for direct calls alone.
	honest := callTo(s, probe.Settle, s.consented(r))
	requireAnswer(s, s.through(stranger, "", honest)[0], protocol.CallerRefused)
	s.requireBalance(s.client(alice), at[0], 100_00)
}

// spoofedName: peers dispatch on the name in the header and never compare it with the one in the payload, which is the
// one that Fabric's own protoutil reads.
func spoofedName(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	r := s.settlement("spoofed", at[0], at[1], 10_00)
	request := rogue.Request{Calls: []rogue.Call{callTo(s, cash.Settle, r)}, Consent: s.consentTo(r)}
	endorsed, err := forge(s, client, client.Identity(), rogue.Swallow, request, func(f *forgery.Forgery) {
		f.Spec.ChaincodeSpec.ChaincodeId.Name = "probe"
		(*f.Args())[0] = []byte("probe:Settle")
	}, gatewayclient.AtChaincode(stranger))
	require.NoError(s, err, "the peer does not mind")
	outcome := submitForged(s, client, client.Identity(), endorsed)
	requireAnswer(s, outcome.Result.Answers[0], protocol.CallerRefused)

	_, err = forge(s, client, client.Identity(), cash.Settle, r, func(f *forgery.Forgery) { f.Spec.ChaincodeSpec.ChaincodeId.Name = "probe" })
	requireFault(s, err, protocol.CallerRefused)

	// The name in the arguments alone.
	named, err := forge(s, client, client.Identity(), rogue.Swallow, request, func(f *forgery.Forgery) {
		(*f.Args())[0] = []byte("probe:Settle")
	}, gatewayclient.AtChaincode(stranger))
	require.NoError(s, err)
	requireAnswer(s, submitForged(s, client, client.Identity(), named).Result.Answers[0], cash.ModuleUnknown)
	s.requireBalance(client, at[0], 100_00)
}

func closedToChaincodes(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	calls := []rogue.Call{
		callTo(s, cash.Transfer, transfer(at[0], at[1], 10_00)),
		callTo(s, cash.TransferBatch, cash.BatchRequest{Legs: []cash.Leg{leg(at[0], at[1], 10_00)}}),
		callTo(s, cash.RevokeMandate, cash.MandateID("any")),
		callTo(s, cash.ApproveMint, cash.MintID("any")),
	}
	for _, chaincode := range []string{registered, stranger} {
		for _, answer := range s.through(chaincode, "", calls...) {
			requireAnswer(s, answer, protocol.CallerRefused)
		}
	}
	answer := s.through(stranger, "", callTo(s, cash.GetBalance, at[0]))[0]
	require.EqualValues(s, 200, answer.Status, "queries are open")
	s.requireBalance(s.client(alice), at[0], 100_00)
}

// swallowedRefusal: Fabric keeps what a callee wrote before it refused, if the caller answers 200.
func swallowedRefusal(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	late := s.settlement("late", at[0], at[1], 60_00)
	late.Legs = append(late.Legs, late.Legs[0]) // each leg could be paid, both cannot
	request := rogue.Request{Calls: []rogue.Call{callTo(s, cash.Settle, late)}, Consent: s.consentTo(late)}
	outcome, err := gatewayclient.Submit(s.Context(), client, rogue.Swallow, request, patient...)
	require.NoError(s, err, "the transaction is valid")
	requireAnswer(s, outcome.Result.Answers[0], cash.InsufficientFunds)
	refused(s, client, cash.GetPosting, cash.TxID(outcome.TxID), protocol.NotFound)
	refused(s, client, cash.GetSettlement, cash.SettlementKey{Via: registered, ID: late.ID}, protocol.NotFound)
	s.requireBalance(client, at[0], 100_00)
}

func calledTwice(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)

	// The kernel of an honest module refuses the whole.
	first, second := s.hold("first", at[0], at[1], 60_00, "probe"), s.hold("second", at[0], at[1], 40_00, "probe")
	refused(s, client, probe.SettleTwice, probe.TwiceRequest{First: first, Second: second}, protocol.SecondCall)
	s.requireBalance(client, at[1], 0)
	do(s, client, probe.Settle, probe.SettleRequest{SettleRequest: first})
	do(s, client, probe.Settle, probe.SettleRequest{SettleRequest: second})
	s.requireBalance(client, at[1], 100_00)

	// Against a module without a kernel cash guards itself: the second call has no effect, a repetition no second one.
	from := s.accounts(alice, 100_00, 0)
	first, second = s.hold("third", from[0], from[1], 60_00, registered), s.hold("fourth", from[0], from[1], 40_00, registered)
	one, two := callTo(s, cash.Settle, first), callTo(s, cash.Settle, second)
	answers := s.through(registered, "", one, two, one)
	require.EqualValues(s, 200, answers[0].Status, answers[0].Message)
	requireAnswer(s, answers[1], protocol.SecondCall)
	s.requireBalance(client, from[0], 40_00)
	s.requireBalance(client, from[1], 60_00)
	require.Equal(s, cash.HoldActive, do(s, client, cash.GetHold, second.Legs[0].Hold).Status)
}

// events: Fabric emits the outermost chaincode's event alone, and lets it say anything.
func events(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	client := s.client(alice)
	before, err := client.Height(s.Context())
	require.NoError(s, err)
	lie, err := protocol.Marshal(protocol.Envelope{Version: protocol.EnvelopeVersion, Chaincode: "cash", Events: []protocol.Event{
		cash.Posted.Of("lie", cash.PostedEvent{Date: s.today(), Legs: []cash.Leg{leg(at[0], at[1], 100_00)}}),
	}})
	require.NoError(s, err)
	do(s, client, rogue.Swallow, rogue.Request{Event: string(lie)})
	settled := do(s, client, probe.Settle, s.consented(s.settlement("told", at[0], at[1], 1_00)))
	for event, err := range client.Events(s.Context(), gatewayclient.Checkpoint{Block: before}) {
		require.NoError(s, err)
		require.NotEqual(s, "lie", event.Event.Subject)
		if event.TxID == string(settled.TxID) {
			require.Equal(s, "probe", event.Chaincode, "who vouches for it")
			require.Equal(s, cash.Posted.Name, event.Event.Type)
			return
		}
	}
}
