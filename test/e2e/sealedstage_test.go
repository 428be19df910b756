// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/rand"
	_ "embed"
	"encoding/hex"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

//go:embed testdata/concealed.txtar
var concealedBond string

// sealed is a sealed lot and what it is.
type sealed struct {
	id      securities.SealedID
	opening securities.Opening
}

// random is what nobody can guess, and what stands nowhere else in the network.
func (s *scene) random() string {
	s.Helper()
	bytes := make([]byte, 16)
	_, err := rand.Read(bytes)
	require.NoError(s, err)
	return hex.EncodeToString(bytes)
}

// sealing is an opening of units for somebody in an account at their member.
func (s *scene) sealing(holder person, account securities.AccountID, units securities.Quantity) securities.Opening {
	s.Helper()
	msp := s.client(holder).Identity().MSP
	return securities.Opening{
		Instrument: s.bond(), Custodian: msp, Holder: securities.Firm{Party: holder.party, Host: msp}, Account: account,
		Quantity: units, Salt: securities.Salt(s.random()),
	}
}

func (s *scene) outputs(made []securities.Opening) []securities.SealedOutput {
	s.Helper()
	all := make([]securities.SealedOutput, len(made))
	for i, opening := range made {
		output, err := opening.Output()
		require.NoError(s, err)
		all[i] = output
	}
	return all
}

func (s *scene) paired(ids []securities.SealedID, made []securities.Opening) []sealed {
	s.Helper()
	require.Len(s, ids, len(made))
	require.NoError(s, s.Level(s.Context()))
	all := make([]sealed, len(made))
	for i, opening := range made {
		all[i] = sealed{ids[i], opening}
	}
	return all
}

// moving makes sealed lots of others.
func (s *scene) moving(spent []sealed, made []securities.Opening, shown ...securities.SealedAdmission) securities.MoveSealedRequest {
	s.Helper()
	request := securities.MoveSealedRequest{Instrument: s.bond(), Outputs: s.outputs(made), Made: made, Admissions: shown}
	for _, lot := range spent {
		request.Sealed, request.Spent = append(request.Sealed, lot.id), append(request.Spent, lot.opening)
	}
	return request
}

func (s *scene) move(by person, spent []sealed, made []securities.Opening, shown ...securities.SealedAdmission) []sealed {
	s.Helper()
	request := s.moving(spent, made, shown...)
	return s.paired(do(s, s.client(by), securities.MoveSealed, request).Lots, made)
}

// admission is one that the depository keeps to itself, of a party at southbank.
func (s *scene) admission(party parties.PartyID) securities.SealedAdmission {
	s.Helper()
	until, err := s.today().AddDays(300)
	require.NoError(s, err)
	admission := securities.SealedAdmission{
		ID: securities.SealedAdmissionID(s.random()), Instrument: s.bond(), Investor: securities.Firm{Party: party, Host: "SouthbankMSP"},
		Class: "retail", Jurisdiction: "FR", Until: until, Salt: securities.Salt(s.random()),
	}
	do(s, s.client(register), securities.SealAdmissions, securities.SealAdmissionsRequest{
		Instrument: s.bond(), Admissions: []securities.SealedAdmission{admission},
	})
	require.NoError(s, s.Level(s.Context()))
	return admission
}

// requireProved asks depository and regulator, each at its own peer, whether the pool is what is sealed.
func (s *scene) requireProved(units securities.Quantity) {
	s.Helper()
	require.NoError(s, s.Level(s.Context()))
	for _, who := range []person{register, inspector} {
		proof := do(s, s.client(who), securities.ReadPoolProof, s.bond())
		require.True(s, proof.Proved, "%+v", proof)
		require.Equal(s, units, proof.Sealed)
	}
}

// requireKnown asks every keeper of securities, at its own peer, what a sealed lot is.
func (s *scene) requireKnown(lot sealed, to ...person) {
	s.Helper()
	key := securities.SealedKey{Instrument: s.bond(), Lot: lot.id}
	for _, who := range []person{northCustody, southCustody, register, inspector} {
		if slices.Contains(to, who) {
			require.Equal(s, lot.opening, *do(s, s.client(who), securities.ReadOpening, key))
			continue
		}
		refused(s, s.client(who), securities.ReadOpening, key, protocol.NotFound)
	}
}
