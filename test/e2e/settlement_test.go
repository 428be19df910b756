// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// settlements are told one after the other, since they begin with securities on the business date of cash.
var settlements = []story{
	{"units against money move by the word of both custodians and the depository, and of none without", settledByAll},
	{"concealed units move by the word of all who keep them, and whose they are stands nowhere else", concealedUnits},
	{"of twenty concurrent transfers out of one account none is lost", transfersAtOnce},
}

// Who keeps securities, and the register.
var (
	northCustody = person{"northbank", "custody", "northbank"}
	southCustody = person{"southbank", "custody", "southbank"}
	register     = person{"depository", "operator", ""}
)

// bond is a story's instrument, and held the account of securities of somebody in it.
func (s *scene) bond() securities.InstrumentID { return securities.InstrumentID(s.mark()) }

func (s *scene) held(owner person) securities.AccountID {
	return securities.AccountID(s.mark() + "." + string(owner.party))
}

// lots names those of an account that suffice for a quantity.
func (s *scene) lots(owner person, units securities.Quantity) []securities.LotID {
	s.Helper()
	request := securities.SuggestRequest{Instrument: s.bond(), Account: s.held(owner), Quantity: units}
	return do(s, s.client(register), securities.SuggestInputs, request).Lots
}

// sale is everything that hangs on a sale by alice to bob, as the regulator's peer has it.
type sale struct {
	Deliver, Receive securities.InstructionStanding
	Hold             cash.Hold
	Seller, Buyer    cash.Balance
	Sold, Bought     []securities.Lot
}

func (s *scene) sale(request securities.DeliveryRequest) sale {
	s.Helper()
	require.NoError(s, s.Level(s.Context()))
	c := s.staff("regulator", "supervisor")
	found := sale{
		Deliver: *do(s, c, securities.GetInstruction, request.Deliver),
		Receive: *do(s, c, securities.GetInstruction, request.ReceiveKey()),
		Hold:    *do(s, c, cash.GetHold, request.Hold),
	}
	o := found.Deliver.Obligation
	found.Seller, found.Buyer = *do(s, c, cash.GetBalance, o.Deliverer.Cash), *do(s, c, cash.GetBalance, o.Receiver.Cash)
	all := protocol.PageRequest{Size: protocol.PageSizeMax}
	sold := securities.LotsRequest{Account: request.Deliver.Account, Instrument: request.Instrument, PageRequest: all}
	bought := securities.LotsRequest{Account: request.Receiver, Instrument: request.Instrument, PageRequest: all}
	found.Sold = do(s, c, securities.LotsByAccount, sold).Items
	found.Bought = do(s, c, securities.LotsByAccount, bought).Items
	return found
}

// settledByAll: bob has money at northbank too, so that southbank is his custodian and nothing else. Each of the three is
// left out once, although the others are a majority of the members; then somebody who works for it signs in its place.
func settledByAll(s *scene) {
	s.told("play custody\nplay spread ISIN=XF00STORY092 RECORD=1")
	s.banksAt(bob, northCustody)
	s.told("play agree-sale REF=SALE SELLER=alice SELLERBANK=northbank BUYER=bob BUYERBANK=southbank " +
		"UNITS=40 CENTS=4000000 SETTLE=0 EX=false PARTIAL=NPAR")
	request := s.priced(s.held(alice), s.held(bob))
	before, office := s.sale(request), s.client(northCustody)
	needed := before.Deliver.Obligation.Endorsers()
	require.Equal(s, []string{"NorthbankMSP", "SouthbankMSP", "DepositoryMSP"}, needed)
	clerks := map[string]person{"NorthbankMSP": northCustody, "SouthbankMSP": southCustody, "DepositoryMSP": register}
	for missing, clerk := range clerks {
		others := slices.DeleteFunc(append(slices.Clone(needed), "RegulatorMSP"), func(msp string) bool { return msp == missing })
		unsigned := endorsedBy(s, office, securities.SettleInstruction, request, others...)
		signed := countersigned(s, endorsedBy(s, office, securities.SettleInstruction, request, others...), s.client(clerk).Identity())
		requireUnendorsed(s, office, unsigned, "without "+missing)
		requireUnendorsed(s, office, signed, "signed by a client of "+missing)
		require.Equal(s, before, s.sale(request), "without %s", missing)
	}

	// The signature of any peer of southbank does, and shows that it was the client's that did not.
	endorser := s.issue(certificate{member: bob.bank, name: "another", units: []string{"peer"}})
	others := []string{"NorthbankMSP", "DepositoryMSP", "RegulatorMSP"}
	signed := countersigned(s, endorsedBy(s, office, securities.SettleInstruction, request, others...), endorser)
	require.True(s, submitForged(s, office, office.Identity(), signed).Result.Settled)
	s.requireSold(before, request)
}

// requireSold asks that the sale was settled from where it stood: once, both legs.
func (s *scene) requireSold(before sale, request securities.DeliveryRequest) {
	s.Helper()
	after := s.sale(request)
	require.Equal(s, cash.HoldExecuted, after.Hold.Status)
	require.Equal(s, plus(s, before.Seller.Posted, before.Hold.Amount), after.Seller.Posted)
	require.Equal(s, before.Buyer.Posted, plus(s, after.Buyer.Posted, before.Hold.Amount))
	s.told("holds $S.alice 60 $S\nholds $S.bob 140 $S")
	refused(s, s.client(northCustody), securities.SettleInstruction, request, securities.StatusRefused)
}

// banksAt gives a holder an account of money at the member of a desk, with 100,000.00 on it, and pays from it from now on.
func (s *scene) banksAt(holder, at person) {
	s.Helper()
	maker, owner, custodian := s.staff(at.bank, "maker"), s.client(holder), s.client(southCustody)
	id := cash.AccountID(s.mark() + "." + at.bank)
	do(s, maker, cash.OpenAccount, cash.OpenRequest{
		ID: id, Currency: desk.Currency(), Party: holder.party, Host: owner.Identity().MSP,
	})
	require.NoError(s, s.Level(s.Context()))
	do(s, owner, cash.Transfer, transfer(cash.AccountID(s.held(holder)), id, 100_000_00))
	change := securities.ChangeRequest{ID: s.held(holder), AccountChange: securities.AccountChange{Cash: id}}
	do(s, owner, securities.ChangeAccount, change)
	do(s, custodian, securities.ConfirmAccount, change)
	require.NoError(s, s.Level(s.Context()))
}

// priced has the buyer of the sale set the price aside, and asks for the settlement.
func (s *scene) priced(seller, buyer securities.AccountID) securities.DeliveryRequest {
	s.Helper()
	request := securities.DeliveryRequest{Instrument: s.bond(), Lots: s.lots(alice, 40)}
	request.Deliver, request.Receiver = securities.InstructionKey{Account: seller, Reference: "SALE"}, buyer
	request.Hold = cash.HoldID(s.mark() + ".price")
	o := do(s, s.client(register), securities.GetObligation, request.Match())
	require.Equal(s, "NorthbankMSP", o.Bank)
	do(s, s.client(bob), cash.CreateHold, cash.HoldRequest{
		ID: request.Hold, Payer: o.Receiver.Cash, Payee: o.Deliverer.Cash, Amount: o.Amount, Purpose: o.ID.Purpose(),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: s.tomorrow(),
	})
	return request
}

// transfersAtOnce: alice cuts her lot into twenty, and gives all of them away at once, each on the first try.
func transfersAtOnce(s *scene) {
	const transfers = 20
	s.told("play custody\nplay spread ISIN=XF00STORY100 RECORD=1")
	client := s.client(alice)
	whole := securities.LotKey{Instrument: s.bond(), Lot: s.lots(alice, 100)[0]}
	cut := securities.SplitRequest{LotKey: whole, Sizes: slices.Repeat([]securities.Quantity{5}, transfers)}
	pieces := do(s, client, securities.SplitLot, cut)
	require.Len(s, pieces.Lots, transfers)
	require.NoError(s, s.Level(s.Context()))
	var group errgroup.Group
	for i, piece := range pieces.Lots {
		group.Go(func() error {
			receiver := []person{bob, carol}[i%2]
			reference := gatewayclient.Reference(fmt.Sprintf("%s-%d", s.name, i))
			_, err := gatewayclient.Do(s.Context(), client, securities.Transfer, securities.TransferRequest{
				Instrument: s.bond(), From: s.held(alice), To: s.held(receiver), Lots: []securities.LotID{piece.ID}, Quantity: piece.Quantity,
			}, append(slices.Clone(patient), reference, once)...)
			return err
		})
	}
	require.NoError(s, group.Wait())
	s.told(strings.Join([]string{"holds $S.alice 0 $S", "holds $S.bob 150 $S", "holds $S.carol 150 $S"}, "\n"))
}
