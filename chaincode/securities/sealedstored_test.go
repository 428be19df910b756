// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Every row of concealed units comes back from the ledger as it went there, with each of its members set.
func TestRowsOfConcealedUnitsAreKeptWhole(t *testing.T) {
	keptWhole[securities.Pool](t)
	keptWhole[securities.SealedLot](t)
	keptWhole[securities.SealedCopy](t)
	keptWhole[securities.SealedAdmission](t)
	keptWhole[securities.Slot](t)
	keptWhole[securities.Writ](t)
	keptWhole[securities.Execution](t)
}

func sealedOpening() securities.Opening {
	return securities.Opening{
		Instrument: "BOND", Custodian: "NorthMSP", Holder: securities.Firm{Party: "velvet", Host: "HostMSP"}, Account: "account-of-velvet",
		Quantity: 314_159, LockedUntil: date.MustParse("2031-07-13"), Salt: "000102030405060708090a0b0c0d0e0f",
	}
}

// Clients in other languages compute commitments: this one is known, and every member of an opening is in it.
func TestCommitmentsCoverTheWholeOpening(t *testing.T) {
	of := func(change func(*securities.Opening)) securities.Hash {
		opening := sealedOpening()
		change(&opening)
		commitment, err := opening.Commitment()
		require.NoError(t, err)
		return commitment
	}
	require.Equal(t, securities.Hash("a3513807dfc453486db594632020b55fc418d50c0b4bdf33e224855ba36e128b"), of(func(*securities.Opening) {}))
	seen := map[securities.Hash]bool{of(func(*securities.Opening) {}): true}
	for _, change := range []func(*securities.Opening){
		func(o *securities.Opening) { o.Instrument = "BOND2" }, func(o *securities.Opening) { o.Custodian = "SouthMSP" },
		func(o *securities.Opening) { o.Holder.Party = "amber" }, func(o *securities.Opening) { o.Holder.Host = "OtherMSP" },
		func(o *securities.Opening) { o.Account = "another" }, func(o *securities.Opening) { o.Quantity++ },
		func(o *securities.Opening) { o.LockedUntil = date.Date{} }, func(o *securities.Opening) { o.Salt = "100102030405060708090a0b0c0d0e0f" },
	} {
		seen[of(change)] = true
	}
	require.Len(t, seen, 9)
}

// What is malformed is refused, and the sentence says nothing of it.
func TestMalformedOpeningsAreRefusedInSilence(t *testing.T) {
	require.NoError(t, sealedOpening().Validate())
	for what, change := range map[string]func(*securities.Opening){
		"no instrument": func(o *securities.Opening) { o.Instrument = "" }, "no custodian": func(o *securities.Opening) { o.Custodian = "" },
		"a party that is no name": func(o *securities.Opening) { o.Holder.Party = "velvet!" }, "no host": func(o *securities.Opening) { o.Holder.Host = "" },
		"an account that is no name": func(o *securities.Opening) { o.Account = "account of velvet" },
		"no units":                   func(o *securities.Opening) { o.Quantity = 0 }, "fewer than none": func(o *securities.Opening) { o.Quantity = -314_159 },
		"too many":        func(o *securities.Opening) { o.Quantity = securities.QuantityMax + 1 },
		"a short salt":    func(o *securities.Opening) { o.Salt = "000102030405060708090a0b0c0d0e0" },
		"no hexadecimals": func(o *securities.Opening) { o.Salt = "velvet02030405060708090a0b0c0d0e0f" },
	} {
		opening := sealedOpening()
		change(&opening)
		require.EqualError(t, opening.Validate(), "an opening has a malformed member", what)
	}
}

// The public row of a sealed lot opens for its own opening, and for that alone.
func TestASealedLotOpensForItsOpening(t *testing.T) {
	output, err := sealedOpening().Output()
	require.NoError(t, err)
	lot := securities.SealedLot{Instrument: "BOND", ID: "x.0", Custodian: output.Custodian, Commitment: output.Commitment}
	require.NoError(t, lot.Opens(sealedOpening()))
	other := sealedOpening()
	other.Quantity = 314_160
	err = lot.Opens(other)
	require.ErrorIs(t, err, securities.OpeningRefused)
	require.NotContains(t, err.Error(), "31416")
	lot.Custodian = "SouthMSP"
	require.ErrorIs(t, lot.Opens(sealedOpening()), securities.OpeningRefused)
}

// The names of sealed lots are those that transactions make.
func TestNamesOfSealedLots(t *testing.T) {
	id := "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	require.NoError(t, securities.SealedID(id+".0").Validate())
	for _, bad := range []securities.SealedID{"", "x.0", securities.SealedID(id), securities.SealedID(id + ".01"), securities.SealedID(id + ".0 "), "0000." + securities.SealedID(id) + ".0"} {
		require.Error(t, bad.Validate(), bad)
	}
	require.Equal(t, []string{"BOND", id, "7"}, securities.SealedKey{Instrument: "BOND", Lot: securities.SealedID(id + ".7")}.Key())
}

// A proof says what is missing: a lot whose opening is unknown, one that was committed to otherwise, and units too many or few.
func TestAPoolIsProvedByItsOpenings(t *testing.T) {
	i := securities.Instrument{ID: "BOND", Depository: "CsdMSP", Regulator: "RulerMSP"}
	opening := sealedOpening()
	output, err := opening.Output()
	require.NoError(t, err)
	lot := securities.SealedLot{Instrument: "BOND", ID: "x.0", Custodian: output.Custodian, Commitment: output.Commitment, Status: securities.Free}
	known, unknown := securities.OpenedLot{SealedLot: lot, Opening: &opening}, securities.OpenedLot{SealedLot: lot}
	wrong := known
	wrong.Commitment = "00"
	act := securities.Act{}
	act.Caller.MSP = "CsdMSP"
	for what, one := range map[string]struct {
		lots   []securities.OpenedLot
		pool   securities.Quantity
		proved bool
	}{
		"as it is": {[]securities.OpenedLot{known}, 314_159, true}, "a unit too many": {[]securities.OpenedLot{known}, 314_160, false},
		"unknown": {[]securities.OpenedLot{known, unknown}, 314_159, false}, "wrong": {[]securities.OpenedLot{wrong}, 0, false},
	} {
		proof, err := securities.ProvePool(i, one.lots, []securities.Lot{{Quantity: one.pool}}, act)
		require.NoError(t, err)
		require.Equal(t, one.proved, proof.Proved, what)
	}
	act.Caller.MSP = "NorthMSP"
	_, err = securities.ProvePool(i, nil, nil, act)
	require.ErrorIs(t, err, securities.NotYours)
}
