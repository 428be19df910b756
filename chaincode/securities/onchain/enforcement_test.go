// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// court is a market in which orders are carried out. Clerk is another person of the regulator.
type court struct {
	*market
	clerk *stage.Actor
}

func inCourt(m *market) *court {
	return &court{market: m, clerk: m.enrol(ruler, "clerk", "", role.Regulator)}
}

var document = securities.Hash(strings.Repeat("0c", 32))

func terms(kind securities.CourtKind, edit func(*securities.CourtTerms)) securities.CourtTerms {
	t := securities.CourtTerms{Kind: kind, Document: document, Reason: "by order of the court", Instrument: "IND-29"}
	edit(&t)
	return t
}

// freezing stops units of an account, and barring the account, of which the lot is evidence.
func freezing(account securities.AccountID, quantity securities.Quantity) securities.CourtTerms {
	return terms(securities.FreezeOrder, func(t *securities.CourtTerms) {
		t.Subject, t.Account, t.Quantity = securities.OnLots, account, quantity
	})
}

func (c *court) barring(t testing.TB, account securities.AccountID) securities.CourtTerms {
	evidence := c.first(t, "IND-29", account).Lot
	return terms(securities.FreezeOrder, func(t *securities.CourtTerms) {
		t.Subject, t.Account, t.Evidence = securities.OnAccount, account, evidence
	})
}

// freeing ends a freeze of an account or of its lots.
func freeing(subject securities.CourtSubject, account securities.AccountID, ends securities.CourtOrderID) securities.CourtTerms {
	return terms(securities.UnfreezeOrder, func(t *securities.CourtTerms) {
		t.Subject, t.Account, t.Ends = subject, account, ends
	})
}

func taking(from, to securities.AccountID, quantity securities.Quantity) securities.CourtTerms {
	return terms(securities.TransferOrder, func(t *securities.CourtTerms) { t.Account, t.To, t.Quantity = from, to, quantity })
}

// agreed gives an order to which the depository agrees.
func (c *court) agreed(t testing.TB, id securities.CourtOrderID, terms securities.CourtTerms) securities.CourtOrderID {
	t.Helper()
	stage.Do(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: id, CourtTerms: terms})
	stage.Do(t, c.keeper, securities.CosignCourtOrder, id)
	return id
}

// page is a page of an order about whole lots.
func page(id securities.CourtOrderID, number int, lots ...securities.Lot) securities.ExecuteRequest {
	req := securities.ExecuteRequest{Order: id, Page: number, Instrument: "IND-29"}
	for _, lot := range lots {
		req.Lots = append(req.Lots, securities.CourtPart{Lot: lot.ID, Quantity: lot.Quantity})
	}
	return req
}

func last(req securities.ExecuteRequest) securities.ExecuteRequest {
	req.Last = true
	return req
}

// enforced gives, agrees to and carries out an order in one page.
func (c *court) enforced(t testing.TB, id securities.CourtOrderID, terms securities.CourtTerms, lots ...securities.Lot) *securities.CourtOrder {
	t.Helper()
	return stage.Do(t, c.keeper, securities.ExecuteCourtOrder, last(page(c.agreed(t, id, terms), 1, lots...)))
}

// bench opens the account of a court at Southbank.
func (c *court) bench(t testing.TB) securities.AccountID {
	t.Helper()
	stage.Do(t, c.southDesk, securities.OpenAccount, securities.AccountTerms{
		ID: "bench", Owner: "southbank", Kind: securities.Court, Cash: "southbank",
	})
	return "bench"
}

// Part of a lot is frozen: what is frozen stays, what is not moves, and another order ends it.
func TestFrozenUnitsStayWhereTheyAre(t *testing.T) {
	c := inCourt(bonds(t))
	lot := c.lots(t, "IND-29", "orchard")[0]
	freeze := page(c.agreed(t, "F-1", freezing("orchard", 300)), 1, lot)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, freeze, securities.OrderExceeded)
	freeze.Lots[0].Quantity = 300
	done := stage.Do(t, c.keeper, securities.ExecuteCourtOrder, freeze)
	require.Equal(t, securities.CourtExecuted, done.Status, "nothing is left to freeze")
	c.holds(t, "IND-29", "orchard", 1000)
	frozen := c.standing(t, "orchard", securities.Frozen)
	require.Equal(t, []any{securities.Quantity(300), securities.CourtOrderID("F-1")}, []any{frozen.Quantity, frozen.Order})
	c.pass(t, "IND-29", c.orchard, "orchard", "harbour", 700)
	stage.Refused(t, c.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "harbour", Lots: []securities.LotID{frozen.ID}, Quantity: 1,
	}, securities.LotEncumbered)

	other := c.lots(t, "IND-29", "summit")[0]
	c.enforced(t, "F-2", freezing("summit", 1000), other)
	wrong := c.agreed(t, "U-2", freeing(securities.OnLots, "orchard", "F-2"))
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(wrong, 1, frozen), securities.LotEncumbered)
	right := c.agreed(t, "U-1", freeing(securities.OnLots, "orchard", "F-1"))
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(right, 1, other), securities.LotForeign)
	part := page(right, 1, frozen)
	part.Lots[0].Quantity = 100
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, part)
	require.Equal(t, securities.Quantity(200), c.standing(t, "orchard", securities.Frozen).Quantity)
	stage.Do(t, c.clerk, securities.ExecuteCourtOrder, last(page(right, 2, c.standing(t, "orchard", securities.Frozen))))
	require.Equal(t, securities.CourtReversed, stage.Do(t, c.summit, securities.GetCourtOrder, "F-1").Status)
	c.pass(t, "IND-29", c.orchard, "orchard", "harbour", 300)
}

// standing is the first lot of an account that stands so.
func (c *court) standing(t testing.TB, account securities.AccountID, status securities.LotStatus) securities.Lot {
	t.Helper()
	for _, lot := range c.lots(t, "IND-29", account) {
		if lot.Status == status {
			return lot
		}
	}
	t.Fatalf("account %s has no lot that is %s", account, status)
	return securities.Lot{}
}

// Two people of the regulator freeze an account at once; the depository is needed to free it.
func TestAnAccountIsFrozen(t *testing.T) {
	c := inCourt(bonds(t))
	sold, bought := c.agree(t, sale("T1", 400, "410000.00")), sale("T2", 10, "10000.00")
	bought.seller, bought.buyer = "harbour", "orchard"
	c.agree(t, bought)
	selling := c.delivery(t, sold, securities.PaidBy{Hold: c.hold(t, sold, "h1", sold.price)})
	buying := c.delivery(t, bought, securities.PaidBy{Hold: c.hold(t, bought, "h2", bought.price)})
	stage.Do(t, c.orchard, securities.ChangeAccount, changing("orchard"))

	stage.Do(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "F", CourtTerms: c.barring(t, "orchard")})
	stage.Refused(t, c.judge, securities.CosignCourtOrder, "F", securities.SamePerson)
	stage.Do(t, c.clerk, securities.CosignCourtOrder, "F")
	stage.Do(t, c.judge, securities.ExecuteCourtOrder, page("F", 1))
	require.Equal(t, securities.CourtOrderID("F"), stage.Do(t, c.summit, securities.GetAccount, "orchard").Order)
	before := c.everything()
	stage.Refused(t, c.northDesk, securities.SettleInstruction, selling, securities.AccountRefused)
	stage.Refused(t, c.southDesk, securities.SettleInstruction, buying, securities.AccountRefused)
	stage.Refused(t, c.orchard, securities.Transfer, c.giving(t, "orchard", "harbour", 10), securities.AccountRefused)
	stage.Refused(t, c.harbour, securities.Transfer, c.giving(t, "harbour", "orchard", 10), securities.AccountRefused)
	stage.Refused(t, c.northDesk, securities.ConfirmAccount, changing("orchard"), securities.TermsMoved)
	stage.Refused(t, c.northDesk, securities.CloseAccount, "orchard", securities.StatusRefused)
	require.Equal(t, before, c.everything(), "nothing is written")
	c.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND, securities.BLOC, securities.LACK, securities.CMON)

	stage.Do(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "U", CourtTerms: freeing(securities.OnAccount, "orchard", "F")})
	stage.Refused(t, c.clerk, securities.CosignCourtOrder, "U", securities.NotYours)
	stage.Do(t, c.keeper, securities.CosignCourtOrder, "U")
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, page("U", 1))
	stage.Do(t, c.northDesk, securities.SettleInstruction, selling)
	stage.Do(t, c.southDesk, securities.SettleInstruction, buying)
	c.holds(t, "IND-29", "orchard", 610)
}

// A halt under an order lies beside any other, and ends by an order alone.
func TestAnInstrumentIsHaltedUnderAnOrder(t *testing.T) {
	c := inCourt(bonds(t))
	halt := terms(securities.FreezeOrder, func(t *securities.CourtTerms) { t.Subject, t.Level = securities.OnInstrument, securities.NoMove })
	c.enforced(t, "H", halt)
	out := c.giving(t, "orchard", "harbour", 10)
	stage.Refused(t, c.orchard, securities.Transfer, out, securities.InstrumentHalted)
	stage.Refused(t, c.judge, securities.ResumeInstrument, "IND-29", securities.StatusRefused)
	stage.Do(t, c.judge, securities.HaltInstrument, securities.HaltRequest{ID: "IND-29", Level: securities.NoTrade, Order: order})
	stage.Do(t, c.judge, securities.ResumeInstrument, "IND-29")
	stage.Refused(t, c.orchard, securities.Transfer, out, securities.InstrumentHalted)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "H-2", halt), 1), securities.StatusRefused)

	end := terms(securities.UnfreezeOrder, func(t *securities.CourtTerms) { t.Subject, t.Ends = securities.OnInstrument, "H" })
	c.enforced(t, "U", end)
	stage.Do(t, c.orchard, securities.Transfer, out)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page("U", 2), securities.StatusRefused)
}

// A custodian that refuses is not needed: the depository and the regulator endorse in its place, both of them, and a majority.
// The custodian alone carries out nothing.
func TestACourtNeedsNoCustodian(t *testing.T) {
	c := inCourt(bonds(t))
	request := page(c.agreed(t, "T", taking("orchard", c.bench(t), 1000)), 1, c.lots(t, "IND-29", "orchard")...)
	send := func(endorsers ...string) error {
		proposal, err := stage.Proposal(c.keeper, securities.ExecuteCourtOrder, request)
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = c.World.Invoke(c.keeper.ID, proposal)
		return err
	}
	for _, endorsers := range [][]string{{north}, {csd, ruler}, {csd, industry, south}, {ruler, industry, south}} {
		require.ErrorContains(t, send(endorsers...), "ENDORSEMENT_POLICY_FAILURE", "%v", endorsers)
	}
	c.holds(t, "IND-29", "orchard", 1000)
	require.NoError(t, send(csd, ruler, industry))
	c.holds(t, "IND-29", "bench", 1000)
}

// Units go to a court's account in pages, with the freeze that is on them, and come back by another order.
func TestUnitsAreTakenPageByPage(t *testing.T) {
	c := inCourt(bonds(t))
	pieces := stage.Do(t, c.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: c.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{100, 200, 700},
	}).Lots
	c.enforced(t, "F", freezing("orchard", 100), pieces[0])
	id := c.agreed(t, "T", taking("orchard", c.bench(t), 250))
	first := page(id, 1, pieces[0])
	stage.Do(t, c.judge, securities.ExecuteCourtOrder, first)
	stage.Refused(t, c.judge, securities.ExecuteCourtOrder, first, securities.OrderPageRefused)
	stage.Refused(t, c.judge, securities.ExecuteCourtOrder, page(id, 2, pieces[0]), securities.LotSpent)
	stage.Refused(t, c.judge, securities.ExecuteCourtOrder, page(id, 2, pieces[1]), securities.OrderExceeded)
	stage.Refused(t, c.judge, securities.ExecuteCourtOrder, page(id, 2, c.lots(t, "IND-29", "harbour")[0]), securities.OrderExceeded)
	stage.Refused(t, c.judge, securities.WithdrawCourtOrder, id, securities.StatusRefused)
	second := page(id, 2, pieces[1])
	second.Lots[0].Quantity = 150
	require.Equal(t, securities.CourtExecuted, stage.Do(t, c.keeper, securities.ExecuteCourtOrder, second).Status)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(id, 3, pieces[2]), securities.StatusRefused)
	c.holds(t, "IND-29", "bench", 250)
	c.holds(t, "IND-29", "orchard", 750)
	kept := c.standing(t, "bench", securities.Frozen)
	require.Equal(t, securities.CourtOrderID("F"), kept.Order, "a transfer ends no freeze")

	back := taking("bench", "orchard", 250)
	back.Ends = "T"
	c.enforced(t, "R", back, c.lots(t, "IND-29", "bench")...)
	reversed := stage.Do(t, c.summit, securities.GetCourtOrder, id)
	require.Equal(t, []any{securities.CourtReversed, securities.CourtOrderID("R")}, []any{reversed.Status, reversed.UndoneBy})
	c.holds(t, "IND-29", "orchard", 1000)
	c.enforced(t, "U", freeing(securities.OnLots, "orchard", "F"), c.standing(t, "orchard", securities.Frozen))
	stage.Refused(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "R-2", CourtTerms: back}, securities.StatusRefused)
}

// A transfer needs a receiver who is admitted, other than the giver, and lots of the account that the order names.
func TestCourtTransfersAreRefused(t *testing.T) {
	c := inCourt(bonds(t))
	lots, foreign := c.lots(t, "IND-29", "orchard"), c.lots(t, "IND-29", "harbour")[0]
	stage.Do(t, c.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: "IND-29", Party: "harbour"})
	_, _, err := stage.Try(c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "S", CourtTerms: taking("orchard", "orchard", 5)})
	require.ErrorIs(t, err, protocol.InvalidArgument, "from an account to itself")
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "A", taking("orchard", "harbour", 1000)), 1, lots...), securities.NotAdmitted)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "B", taking("orchard", "nobody", 1000)), 1, lots...), protocol.NotFound)
	good := c.agreed(t, "C", taking("orchard", "summit", 1000))
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(good, 1, foreign), securities.LotForeign)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(good, 2, lots...), securities.OrderPageRefused)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(good, 1), securities.OrderRefused)
	stage.Do(t, c.northDesk, securities.CloseAccount, "summit")
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(good, 1, lots...), securities.AccountRefused)
	c.holds(t, "IND-29", "orchard", 1000)
}

// An order is of two people at two members, those of the instrument; another regulator and a custodian have no say.
func TestWhoGivesAnOrder(t *testing.T) {
	c := inCourt(bonds(t))
	foreign := c.enrol(south, "foreign", "", role.Regulator, role.Depository)
	lots := c.lots(t, "IND-29", "orchard")
	give := securities.CourtOrderRequest{ID: "T", CourtTerms: taking("orchard", "summit", 1000)}
	stage.Refused(t, foreign, securities.GiveCourtOrder, give, securities.NotYours)
	stage.Refused(t, c.keeper, securities.GiveCourtOrder, give, protocol.NotAuthorised)
	stage.Refused(t, c.northDesk, securities.GiveCourtOrder, give, protocol.NotAuthorised)
	stage.Do(t, c.judge, securities.GiveCourtOrder, give)
	stage.Refused(t, c.judge, securities.GiveCourtOrder, give, protocol.AlreadyExists)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page("T", 1, lots...), securities.StatusRefused)
	for _, actor := range []*stage.Actor{c.judge, c.clerk, foreign} {
		stage.Refused(t, actor, securities.CosignCourtOrder, "T", securities.NotYours)
	}
	stage.Do(t, c.keeper, securities.CosignCourtOrder, "T")
	stage.Refused(t, c.second, securities.CosignCourtOrder, "T", securities.StatusRefused)
	stage.Refused(t, foreign, securities.ExecuteCourtOrder, page("T", 1, lots...), securities.NotYours)
	stage.Refused(t, foreign, securities.WithdrawCourtOrder, "T", securities.NotYours)
	stage.Do(t, c.judge, securities.WithdrawCourtOrder, "T")
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page("T", 1, lots...), securities.StatusRefused)

	evidence := c.barring(t, "harbour")
	evidence.Account = "orchard"
	stage.Refused(t, c.judge, securities.GiveCourtOrder, securities.CourtOrderRequest{ID: "E", CourtTerms: evidence}, securities.LotForeign)
}

// Each step of an order tells who did it, in which role, and by which document; orders are found by what they are about.
func TestOrdersAreOnRecord(t *testing.T) {
	c := inCourt(bonds(t))
	tell := func(by *stage.Actor, do func() []byte, status securities.CourtStatus, office role.Role, pages int) {
		var envelope protocol.Envelope
		require.NoError(t, json.Unmarshal(do(), &envelope))
		found, is := securities.CourtOrderChanged.From(envelope.Events[len(envelope.Events)-1])
		require.True(t, is, "the last event is the order's")
		require.Equal(t, securities.CourtEvent{
			Status: status, Kind: securities.FreezeOrder, Document: document, By: by.MSP, Role: office, Page: pages,
		}, found)
	}
	give := securities.CourtOrderRequest{ID: "F", CourtTerms: freezing("orchard", 1000)}
	tell(c.judge, eventOf(t, c.market, c.judge, securities.GiveCourtOrder, give), securities.CourtOrdered, role.Regulator, 0)
	tell(c.keeper, eventOf(t, c.market, c.keeper, securities.CosignCourtOrder, "F"), securities.CourtCosigned, role.Depository, 0)
	tell(c.clerk, eventOf(t, c.market, c.clerk, securities.ExecuteCourtOrder, page("F", 1, c.lots(t, "IND-29", "orchard")...)), securities.CourtExecuted, role.Regulator, 1)

	order := stage.Do(t, c.summit, securities.GetCourtOrder, "F")
	require.Equal(t, []string{ruler, csd}, []string{order.Maker.MSP, order.Cosigner.MSP})
	c.agreed(t, "F-2", freezing("summit", 5))
	list := func(req securities.CourtOrdersRequest) (ids []securities.CourtOrderID) {
		for _, order := range stage.Do(t, c.summit, securities.CourtOrders, req).Items {
			ids = append(ids, order.ID)
		}
		return ids
	}
	require.ElementsMatch(t, []securities.CourtOrderID{"F", "F-2"}, list(securities.CourtOrdersRequest{Instrument: "IND-29"}))
	require.Equal(t, []securities.CourtOrderID{"F-2"}, list(securities.CourtOrdersRequest{Account: "summit"}))
}

// eventOf carries a transaction out, when it is asked to, and answers its event.
func eventOf[Req protocol.Request, Res any](t testing.TB, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) func() []byte {
	return func() []byte {
		transaction := endorsed(t, m, by, e, req)
		require.Equal(t, []string{"VALID"}, m.block(t, transaction))
		return transaction.Event.GetPayload()
	}
}
