// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A bond is listed, sold to three investors at two custodians, and passed on.
func TestABondGoesFromItsIssuerToInvestors(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.holds(t, "IND-29", "industry", 10_000)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 250)
	m.holds(t, "IND-29", "orchard", 750)
	m.holds(t, "IND-29", "harbour", 1250)
	stage.Refused(t, m.harbour, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "harbour", Lots: m.inputs(t, "IND-29", "orchard", 1), Quantity: 1,
	}, securities.NotYours)
}
