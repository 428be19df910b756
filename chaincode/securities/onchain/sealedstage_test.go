// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

const pooled = "IND-29" // the instrument that has a pool

// witnesses are who endorses concealed units: who keeps openings at Northbank and Southbank.
var witnesses = []string{north, south, csd, ruler}

// hidden is a sealed lot and what it is.
type hidden struct {
	id      securities.SealedID
	opening securities.Opening
}

// veiled is a market whose depository has opened the pool of the bond IND-29, in the name of its own party depository.
func veiled(t testing.TB, terms securities.Terms, sizes ...securities.Quantity) *market {
	t.Helper()
	m := opened(t)
	m.list(t, pooled, terms, sizes...)
	for n, to := range []securities.AccountID{"orchard", "harbour", "summit"} {
		m.pass(t, pooled, m.issuer, "industry", to, sizes[n])
	}
	stage.Do(t, m.keeper, securities.Activate, pooled)
	m.house(t)
	stage.Do(t, m.keeper, securities.OpenPool, poolOf(pooled, "pool"))
	return m
}

// house registers the depository's own party and its cash account.
func (m *market) house(t testing.TB) {
	t.Helper()
	stage.Do(t, m.officerOf(csd), parties.RegisterParty, parties.RegisterRequest{
		ID: "depository", Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei(t, 7).String(), Name: "depository",
	})
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "depository", Currency: money.MustCurrency("EUR"), Party: "depository", Host: csd})
}

func poolOf(instrument securities.InstrumentID, account securities.AccountID) securities.OpenPoolRequest {
	return securities.OpenPoolRequest{Instrument: instrument, Account: account, Owner: "depository", Cash: "depository", Tax: "standard"}
}

// privately does something of which the proposal, transient values included, is sent to some members alone.
func privately[Req protocol.Request, Res any](m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req, endorsers ...string) (*Res, error) {
	proposal, err := amongst(by, e, req, endorsers...)
	if err != nil {
		return nil, err
	}
	result, err := m.World.Invoke(by.ID, proposal)
	if err != nil {
		return nil, stage.Fault(err)
	}
	return e.Read(result.Response.GetPayload())
}

// amongst is a proposal that is sent to some members alone.
func amongst[Req protocol.Request, Res any](by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req, endorsers ...string) (ledgertest.Proposal, error) {
	proposal, err := stage.Proposal(by, e, req)
	proposal.Endorsers = endorsers
	return proposal, err
}

// salt is a new one each time; no two tests need different ones.
func (m *market) salt() securities.Salt {
	m.count++
	return securities.Salt(fmt.Sprintf("5a17%028x", m.count))
}

// firmOf is a party and its host.
func firmOf(party parties.PartyID) securities.Firm {
	for _, firm := range firms {
		if firm.id == party {
			return securities.Firm{Party: party, Host: firm.host}
		}
	}
	return securities.Firm{Party: party, Host: south}
}

// sealing is an opening of units for a party in an account of its name, at the member that hosts it.
func (m *market) sealing(party parties.PartyID, quantity securities.Quantity) securities.Opening {
	firm := firmOf(party)
	return securities.Opening{
		Instrument: pooled, Custodian: firm.Host, Holder: firm, Account: securities.AccountID(party), Quantity: quantity, Salt: m.salt(),
	}
}

func outputs(t testing.TB, made ...securities.Opening) []securities.SealedOutput {
	t.Helper()
	all := make([]securities.SealedOutput, len(made))
	for i, opening := range made {
		output, err := opening.Output()
		require.NoError(t, err)
		all[i] = output
	}
	return all
}

// concealing puts units of an account into the pool, out of lots that have just that many.
func (m *market) concealing(t testing.TB, made ...securities.Opening) securities.ConcealRequest {
	t.Helper()
	var sum securities.Quantity
	for _, opening := range made {
		sum += opening.Quantity
	}
	account := made[0].Account
	return securities.ConcealRequest{
		Instrument: pooled, Account: account, Lots: m.inputs(t, pooled, account, sum), Outputs: outputs(t, made...), Openings: made,
	}
}

func (m *market) conceal(t testing.TB, made ...securities.Opening) []hidden {
	t.Helper()
	answer, err := privately(m, m.person(made[0].Account), securities.ConcealUnits, m.concealing(t, made...), witnesses...)
	require.NoError(t, err)
	return paired(t, *answer, made)
}

func paired(t testing.TB, answer securities.SealedMade, made []securities.Opening) []hidden {
	t.Helper()
	require.Len(t, answer.Lots, len(made))
	all := make([]hidden, len(made))
	for i, opening := range made {
		all[i] = hidden{answer.Lots[i], opening}
	}
	return all
}

// moving makes sealed lots of others.
func moving(t testing.TB, spent []hidden, made []securities.Opening, shown ...securities.SealedAdmission) securities.MoveSealedRequest {
	t.Helper()
	req := securities.MoveSealedRequest{Instrument: pooled, Outputs: outputs(t, made...), Made: made, Admissions: shown}
	for _, lot := range spent {
		req.Sealed, req.Spent = append(req.Sealed, lot.id), append(req.Spent, lot.opening)
	}
	return req
}

func (m *market) move(t testing.TB, desk *stage.Actor, spent []hidden, made []securities.Opening, shown ...securities.SealedAdmission) []hidden {
	t.Helper()
	answer, err := privately(m, desk, securities.MoveSealed, moving(t, spent, made, shown...), witnesses...)
	require.NoError(t, err)
	return paired(t, *answer, made)
}

// revealing takes the units of sealed lots out of the pool.
func (m *market) revealing(t testing.TB, to securities.AccountID, spent ...hidden) securities.RevealRequest {
	t.Helper()
	req := securities.RevealRequest{Instrument: pooled, To: to}
	for _, lot := range spent {
		req.Sealed, req.Openings = append(req.Sealed, lot.id), append(req.Openings, lot.opening)
		req.Quantity += lot.opening.Quantity
	}
	req.Lots = m.inputs(t, pooled, "pool", req.Quantity)
	return req
}

// admission is one of a party, under a name of its own.
func (m *market) admission(party parties.PartyID) securities.SealedAdmission {
	return securities.SealedAdmission{
		ID: securities.SealedAdmissionID(m.salt()), Instrument: pooled, Investor: firmOf(party), Class: "public", Jurisdiction: "DE",
		Until: day("2029-12-31"), Salt: m.salt(),
	}
}

func (m *market) sealAdmission(t testing.TB, party parties.PartyID) securities.SealedAdmission {
	t.Helper()
	admission := m.admission(party)
	stage.Do(t, m.keeper, securities.SealAdmissions, securities.SealAdmissionsRequest{Instrument: pooled, Admissions: []securities.SealedAdmission{admission}})
	return admission
}

// proved checks that the pool is what is sealed, as depository and regulator see it.
func (m *market) proved(t testing.TB, units securities.Quantity) {
	t.Helper()
	for _, who := range []*stage.Actor{m.keeper, m.judge} {
		proof := stage.Do(t, who, securities.ReadPoolProof, pooled)
		require.True(t, proof.Proved, "%+v", proof)
		require.Equal(t, units, proof.Sealed)
	}
	m.holds(t, pooled, "pool", units)
}

// knows lists who of some actors can read what a sealed lot is.
func (m *market) knows(t testing.TB, lot hidden) []string {
	t.Helper()
	var found []string
	for _, who := range []*stage.Actor{m.northDesk, m.southDesk, m.keeper, m.judge} {
		answer, _, err := stage.Try(who, securities.ReadOpening, securities.SealedKey{Instrument: pooled, Lot: lot.id})
		if err != nil {
			require.ErrorIs(t, err, protocol.NotFound)
			continue
		}
		require.Equal(t, lot.opening, *answer)
		found = append(found, who.MSP)
	}
	slices.Sort(found)
	return found
}
