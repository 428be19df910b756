// SPDX-License-Identifier: Apache-2.0

package sameloss_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

var (
	pepper = duplicate.Ring{{Epoch: 1, Secret: []byte(strings.Repeat("p", 32))}}
	ring   = duplicate.Ring{{Epoch: 1, Secret: []byte(strings.Repeat("a", 32))}, {Epoch: 2, Secret: []byte(strings.Repeat("b", 32))}}
)

func loss(day, vin string) sameloss.Loss {
	return sameloss.Loss{LossAt: date.MustParse(day), Objects: []sameloss.Object{{Scheme: "VIN", Number: vin}}}
}

func tokens(t *testing.T, l sameloss.Loss) sameloss.Prints {
	t.Helper()
	blinded, err := sameloss.Blind(pepper, l)
	require.NoError(t, err)
	prints, err := sameloss.Print(ring, blinded)
	require.NoError(t, err)
	return prints
}

func common(a, b []sameloss.Token) []sameloss.Class {
	var classes []sameloss.Class
	for _, x := range a {
		for _, y := range b {
			if x == y {
				classes = append(classes, x.Class)
			}
		}
	}
	return classes
}

// What is found whatever a claimant edits.
func TestTokensFindTheSameLoss(t *testing.T) {
	first := tokens(t, loss("2026-02-03", "WVWZZZ1JZXW000001"))
	require.Len(t, first.Register, 2)
	require.Len(t, first.Lookup, 4)
	for other, classes := range map[string][]sameloss.Class{
		"2026-02-03 wvwzzz-1jz-xw000001": {sameloss.ByMonth, sameloss.ByObject},
		"2026-02-04 WVWZZZ1JZXW000001":   {sameloss.ByMonth},
		"2026-03-03 WVWZZZ1JZXW000001":   nil,
		"2026-02-03 WVWZZZ1JZXW000002":   nil,
	} {
		day, vin, _ := strings.Cut(other, " ")
		require.Equal(t, classes, common(first.Register, tokens(t, loss(day, vin)).Register), other)
	}
	billed := loss("2026-02-03", "WVWZZZ1JZXW000001")
	billed.Bills = []sameloss.Bill{{Issuer: "549300000000000000", Number: "R-17"}}
	elsewhere := loss("2026-06-30", "WVWZZZ1JZXW000009")
	elsewhere.Bills = []sameloss.Bill{{Issuer: "549300000000000000", Number: "r17"}}
	require.Equal(t, []sameloss.Class{sameloss.ByBill}, common(tokens(t, billed).Register, tokens(t, elsewhere).Register))
}

// A token is two HMACs (RFC 2104), computed here by hand: neither key alone makes it.
func TestTokenNeedsBothKeys(t *testing.T) {
	mac := func(key, text string) string {
		m := hmac.New(sha256.New, []byte(strings.Repeat(key, 32)))
		m.Write([]byte(text))
		return hex.EncodeToString(m.Sum(nil))
	}
	inner := mac("p", "v1|LOSS-OBJECT|VIN|ABC123|2026-02-03")
	want := sameloss.Token{Class: sameloss.ByObject, Epoch: 2, Value: mac("b", "v1|LOSS|OBJECT|"+inner)}
	require.Contains(t, tokens(t, loss("2026-02-03", "abc-123")).Register, want)
}

func TestLossesThatCannotBeComparedAreRefused(t *testing.T) {
	for name, bad := range map[string]sameloss.Loss{
		"no object":      {LossAt: date.MustParse("2026-02-03")},
		"no day":         {Objects: []sameloss.Object{{Scheme: "VIN", Number: "1"}}},
		"unknown scheme": {LossAt: date.MustParse("2026-02-03"), Objects: []sameloss.Object{{Scheme: "NICKNAME", Number: "1"}}},
		"no number":      {LossAt: date.MustParse("2026-02-03"), Objects: []sameloss.Object{{Scheme: "VIN", Number: "---"}}},
		"strange number": {LossAt: date.MustParse("2026-02-03"), Objects: []sameloss.Object{{Scheme: "VIN", Number: "①"}}},
	} {
		_, err := sameloss.Blind(pepper, bad)
		require.Error(t, err, name)
	}
	_, err := sameloss.Blind(ring, loss("2026-02-03", "1"))
	require.ErrorContains(t, err, "never rotates")
}
