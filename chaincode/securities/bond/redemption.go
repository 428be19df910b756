// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Redemption is the last repayment of a bond.
type Redemption struct {
	// Payment is the business day on which it is paid, Record the day at whose end holders are counted.
	Payment, Record date.Date
	// Factor is the part of the nominal at issue that is repaid.
	Factor decimal.Decimal
}

// Redeems is the redemption of the bond at maturity.
func (t Terms) Redeems() (r Redemption, err error) {
	if r.Payment, err = t.Calendar.Adjust(t.Maturity(), t.Convention); err != nil {
		return r, err
	}
	if r.Record, err = t.before(r.Payment, t.RecordDays); err != nil {
		return r, err
	}
	eve, err := t.Maturity().AddDays(-1)
	if err != nil {
		return r, err
	}
	r.Factor, err = t.Factor(eve)
	return r, err
}

// Pays is what the redemption pays a unit of a nominal.
func (r Redemption) Pays(nominal money.Amount) (PerUnit, error) {
	outstanding, err := r.Factor.Mul(nominal.Decimal())
	return Flat(outstanding), err
}
