// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// inspector is a regulator's person for securities.
var inspector = person{"regulator", "inspector", ""}

// What is concealed, and into which parts it is cut. Texts of so many digits stand nowhere else in the network.
const (
	concealed    securities.Quantity = 314_159_265_358
	sold, unsold securities.Quantity = 271_828_182_845, 42_331_082_513
	gift, remain securities.Quantity = 141_421_356_237, 130_406_826_608

	velvet, amber securities.AccountID = "canary-velvet", "canary-amber"
)

// concealedUnits: alice, at northbank, sells to bob, at southbank, who gives to mallory there and shows the rest. What either
// custodian does by itself the other cannot tell: northbank cuts first, and passes a whole lot on.
func concealedUnits(s *scene) {
	s.told(concealedBond)
	start := s.conceal()
	toBob, toMallory := s.admission(bob.party), s.admission(mallory.party)
	s.requireWitnessed(s.moving(start, []securities.Opening{s.sealing(bob, velvet, 1), s.sealing(alice, s.held(alice), concealed-1)}, toBob))
	hers := s.move(northCustody, start, []securities.Opening{s.sealing(alice, s.held(alice), sold), s.sealing(alice, s.held(alice), unsold)})
	one := s.move(northCustody, hers[:1], []securities.Opening{s.sealing(bob, velvet, sold)}, toBob)
	his := s.move(southCustody, one, []securities.Opening{s.sealing(mallory, amber, gift), s.sealing(bob, velvet, remain)}, toMallory)
	s.requireKnown(hers[1], northCustody, register, inspector)
	s.requireKnown(one[0], southCustody, register, inspector)
	s.requireKnown(his[0], southCustody, register, inspector)
	s.requireSpeechless(his[0], toMallory)
	s.requireProved(concealed)
	s.requireConcealed(start[0], hers, one, his, toBob, toMallory)
	s.reveal(his[1])
	s.requireConcealed(start[0], hers, one, his, toBob, toMallory)
	s.requireSeized(his[0])
	s.requireForgotten(hers[0])
}

// conceal conceals all that alice has. A gateway finds no endorsers by itself; the request does.
func (s *scene) conceal() []sealed {
	s.Helper()
	made := []securities.Opening{s.sealing(alice, s.held(alice), concealed)}
	request := securities.ConcealRequest{
		Instrument: s.bond(), Account: s.held(alice), Lots: s.lots(alice, concealed), Outputs: s.outputs(made), Openings: made,
	}
	_, err := forge(s, s.client(alice), s.client(alice).Identity(), securities.ConcealUnits, request, unchanged)
	var unendorsed *gatewayclient.EndorseError
	require.ErrorAs(s, err, &unendorsed)
	s.Logf("without names of endorsers: %s", err)
	start := s.paired(do(s, s.client(alice), securities.ConcealUnits, request).Lots, made)
	s.requireProved(concealed)
	s.requireKnown(start[0], northCustody, register, inspector)
	return start
}

// requireWitnessed leaves each of those out whose word a move to another custodian needs; all others are a majority. Nobody's
// peer is held up by looking for values of which it has hashes alone.
func (s *scene) requireWitnessed(request securities.MoveSealedRequest) {
	s.Helper()
	office := s.client(northCustody)
	needed := request.Witnesses(*do(s, office, securities.GetInstrument, s.bond()))
	require.ElementsMatch(s, []string{"NorthbankMSP", "SouthbankMSP", "DepositoryMSP", "RegulatorMSP"}, needed)
	for _, missing := range needed {
		others := slices.DeleteFunc(slices.Clone(needed), func(msp string) bool { return msp == missing })
		requireUnendorsed(s, office, endorsedBy(s, office, securities.MoveSealed, request, others...), "without "+missing)
	}
	s.requireProved(concealed)
}

// requireSpeechless has southbank's moves of a lot refused, and reads what it, its gateway and its peers are told.
func (s *scene) requireSpeechless(lot sealed, shown securities.SealedAdmission) {
	s.Helper()
	wrong, away, more := lot, s.sealing(bob, velvet, lot.opening.Quantity), s.sealing(bob, velvet, lot.opening.Quantity)
	wrong.opening.Quantity--
	s.requireSilent(securities.OpeningRefused, s.moving([]sealed{wrong}, []securities.Opening{s.sealing(mallory, amber, wrong.opening.Quantity)}, shown))
	s.requireSilent(securities.NotAdmitted, s.moving([]sealed{lot}, []securities.Opening{away}, shown))
	s.requireSilent(securities.UnitsUnequal, s.moving([]sealed{lot}, []securities.Opening{away, more}, shown))
	refused(s, s.client(northCustody), securities.MoveSealed, s.moving([]sealed{lot}, []securities.Opening{away}, shown), securities.NotYours)
	key := securities.SealedKey{Instrument: s.bond(), Lot: lot.id}
	refused(s, s.client(southCustody), securities.ReadOpening, key, protocol.Misdirected, gatewayclient.AtPeer("NorthbankMSP"))
	refused(s, s.client(southCustody), securities.ReadPoolProof, s.bond(), protocol.NotAuthorised)
}

// requireSilent has a move by southbank refused with nothing said of what it is about.
func (s *scene) requireSilent(code protocol.Code, request securities.MoveSealedRequest) {
	s.Helper()
	_, err := gatewayclient.Do(s.Context(), s.client(southCustody), securities.MoveSealed, request, patient...)
	requireFault(s, err, code)
	for _, opening := range slices.Concat(request.Spent, request.Made) {
		for _, word := range []string{string(opening.Account), opening.Quantity.String(), string(opening.Salt)} {
			require.NotContains(s, err.Error(), word)
		}
	}
}

// requireConcealed reads every file of every member: what custodians do by themselves is in the private stores of who keeps it
// and of nobody else, and nothing of it is in a block, an event or a log. What passes between the two both know.
func (s *scene) requireConcealed(start sealed, hers, one, his []sealed, shown ...securities.SealedAdmission) {
	s.Helper()
	north, south := []string{"northbank", "depository", "regulator"}, []string{"southbank", "depository", "regulator"}
	both := append(slices.Clone(north), "southbank")
	secrets := []secret{
		{string(start.opening.Salt), north}, {unsold.String(), north}, {sold.String(), both}, {string(velvet), both},
		{string(amber), south}, {gift.String(), south},
	}
	for i, keepers := range [][]string{north, both, south} {
		for _, lot := range [][]sealed{hers, one, his}[i] {
			secrets = append(secrets, secret{string(lot.opening.Salt), keepers})
		}
	}
	for _, admission := range shown {
		secrets = append(secrets, owned(string(admission.ID), "depository"), owned(string(admission.Salt), "depository"))
	}
	s.requireKept(string(start.id), secrets...)
}

// decree has the regulator leave an order on a lot in its own collection.
func (s *scene) decree(name string, lot sealed, act securities.WritAct, made ...securities.Opening) securities.ObeyRequest {
	s.Helper()
	id, judge := securities.WritID(s.mark()+"."+name), s.client(inspector)
	terms := securities.WritTerms{
		ID: id, SealedKey: securities.SealedKey{Instrument: s.bond(), Lot: lot.id}, Act: act,
		Document: securities.Hash(strings.Repeat("0d", 32)), Salt: securities.Salt(s.random()),
	}
	request := securities.ObeyRequest{ID: id, Instrument: s.bond(), Made: made}
	if len(made) > 0 {
		terms.Output, request.Spent = &s.outputs(made)[0], []securities.Opening{lot.opening}
	}
	do(s, judge, securities.IssueWrit, securities.IssueWritRequest{ID: id, Instrument: s.bond(), Terms: terms})
	require.NoError(s, s.Level(s.Context()))
	request.Writ = *do(s, judge, securities.ReadWrit, id)
	return request
}

// obey has the depository carry an order out by the word of the regulator and of northbank, to which the lot goes or which is
// the first to make a majority.
func (s *scene) obey(request securities.ObeyRequest) {
	s.Helper()
	do(s, s.client(register), securities.ObeyWrit, request)
	require.NoError(s, s.Level(s.Context()))
}

// requireSeized has a lot at southbank frozen by a court and given to carol at northbank: southbank is not asked, and learns of
// either afterwards.
func (s *scene) requireSeized(lot sealed) {
	s.Helper()
	freeze := s.decree("freeze", lot, securities.FreezeSealed)
	forged := freeze
	forged.Writ.Act = securities.UnfreezeSealed
	refused(s, s.client(register), securities.ObeyWrit, forged, protocol.PreimageRefused)
	s.obey(freeze)
	move := s.moving([]sealed{lot}, []securities.Opening{s.sealing(mallory, amber, lot.opening.Quantity)})
	refused(s, s.client(southCustody), securities.MoveSealed, move, securities.LotEncumbered)

	hers := s.sealing(carol, s.held(carol), lot.opening.Quantity)
	s.obey(s.decree("move", lot, securities.PassSealed, hers))
	all := securities.SealedLotsRequest{Instrument: s.bond(), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}}
	for _, found := range do(s, s.client(alice), securities.SealedLots, all).Items {
		if found.Status == securities.Frozen {
			s.requireKnown(sealed{found.ID, hers}, northCustody, register, inspector)
			return
		}
	}
	require.FailNow(s, "what is frozen arrives frozen")
}

// requireForgotten has northbank forget what a spent lot was, once its day is over. The others keep it, and all adds up still.
func (s *scene) requireForgotten(lot sealed) {
	s.Helper()
	forget := securities.PurgeRequest{Instrument: s.bond(), Sealed: []securities.SealedID{lot.id}}
	refused(s, s.client(northCustody), securities.PurgeOpenings, forget, securities.DayOpen)
	s.told("day 1")
	do(s, s.client(northCustody), securities.PurgeOpenings, forget)
	s.requireProved(concealed - remain)
	s.requireKnown(lot, register, inspector)
}

// reveal has southbank take bob's units out of the pool. All of that is public, and the gateway finds who endorses.
func (s *scene) reveal(lot sealed) {
	s.Helper()
	pool := do(s, s.client(register), securities.GetPool, s.bond())
	wish := securities.SuggestRequest{Instrument: s.bond(), Account: pool.Account, Quantity: lot.opening.Quantity}
	made := do(s, s.client(southCustody), securities.RevealUnits, securities.RevealRequest{
		Instrument: s.bond(), Sealed: []securities.SealedID{lot.id}, Lots: do(s, s.client(register), securities.SuggestInputs, wish).Lots,
		To: s.held(bob), Quantity: lot.opening.Quantity, Openings: []securities.Opening{lot.opening},
	})
	require.Equal(s, lot.opening.Quantity, made.Lots[0].Quantity)
	s.told("holds $S.bob " + remain.String() + " $S")
}
