// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Limits of an invoice, which bound the cost of a check.
const (
	OrdersMax = 8
	GoodsMax  = 32
	// numberMax bounds a number as it is printed, in bytes.
	numberMax = 128
)

// Invoice is what tokens are made of. Package protocol's transient fields carry it; it is written to no public state.
type Invoice struct {
	// Supplier and Buyer are LEIs or USCCs.
	Supplier string `json:"supplier" help:"LEI or USCC of the supplier"`
	Buyer    string `json:"buyer" help:"LEI or USCC of the buyer"`
	// Number is as printed.
	Number string      `json:"number" help:"invoice number as printed"`
	Issued date.Date   `json:"issued" help:"invoice date"`
	Amount money.Money `json:"amount" help:"invoice total"`
	// Orders are the numbers of the buyer's purchase orders, as printed.
	Orders []string `json:"orders,omitempty" help:"purchase orders as printed"`
	Goods  []Goods  `json:"goods,omitempty" help:"what was delivered, where it has a number of its own"`
}

// GoodsKind says whose numbering identifies goods.
type GoodsKind string

// The kinds of goods numbers; each is unique in the world, those with an issuer together with it.
const (
	// SSCC is a logistic unit: 18 digits with a check digit, GS1 General Specifications.
	SSCC GoodsKind = "SSCC"
	// SGTIN is one item: a GTIN of 14 digits and its serial number.
	SGTIN GoodsKind = "SGTIN"
	// BillOfLading and WarehouseReceipt are numbers of a carrier or a warehouse.
	BillOfLading     GoodsKind = "BL"
	WarehouseReceipt GoodsKind = "WR"
)

// Goods is a number of something delivered.
type Goods struct {
	Kind GoodsKind `json:"kind" help:"SSCC, SGTIN, BL or WR"`
	// Issuer is the LEI or USCC of the carrier or warehouse; empty for numbers of GS1.
	Issuer string `json:"issuer,omitzero" help:"LEI or USCC of who numbered it; none for SSCC and SGTIN"`
	Number string `json:"number" help:"the number; of an SGTIN the 14 digits and the serial number"`
}

// Validate refuses an invoice without a canonical form: INVOICE_INVALID.
func (i Invoice) Validate() error {
	switch {
	case !legalEntity(i.Supplier):
		return InvoiceInvalid.New("supplier is neither an LEI nor a USCC")
	case !legalEntity(i.Buyer):
		return InvoiceInvalid.New("buyer is neither an LEI nor a USCC")
	case i.Supplier == i.Buyer:
		return InvoiceInvalid.New("supplier and buyer are one party")
	case i.Issued.IsZero():
		return InvoiceInvalid.New("issued is missing")
	case i.Amount.Sign() <= 0:
		return InvoiceInvalid.New("amount is not positive")
	case len(i.Orders) > OrdersMax || len(i.Goods) > GoodsMax:
		return InvoiceInvalid.New("at most %d orders and %d goods are compared", OrdersMax, GoodsMax)
	}
	return i.numbers()
}

func (i Invoice) numbers() error {
	if err := number("invoice", i.Number); err != nil {
		return err
	}
	for _, order := range i.Orders {
		if err := number("order", order); err != nil {
			return err
		}
	}
	for _, goods := range i.Goods {
		if err := goods.validate(); err != nil {
			return err
		}
	}
	return nil
}

func (g Goods) validate() error {
	if err := number("goods", g.Number); err != nil {
		return err
	}
	switch g.Kind {
	case SSCC:
		if !gs1(g.Number, 18) || len(g.Number) != 18 || g.Issuer != "" {
			return InvoiceInvalid.New("an SSCC is 18 digits with a check digit, and has no issuer")
		}
	case SGTIN:
		if len(g.Number) < 15 || !gs1(g.Number, 14) || !serial(g.Number[14:]) || g.Issuer != "" {
			return InvoiceInvalid.New("an SGTIN is 14 digits with a check digit and a serial number, and has no issuer")
		}
	case BillOfLading, WarehouseReceipt:
		if !legalEntity(g.Issuer) {
			return InvoiceInvalid.New("goods of kind %s want the LEI or USCC of their issuer", g.Kind)
		}
	default:
		return InvoiceInvalid.New("goods are of kind SSCC, SGTIN, BL or WR")
	}
	return nil
}

// canonical is a goods number's text in a token. A serial number is compared by case, as GS1 does; what precedes it is
// digits.
func (g Goods) canonical() string {
	compared := g.Number
	if g.Kind == BillOfLading || g.Kind == WarehouseReceipt {
		compared = normal(g.Number)
	}
	return fmt.Sprintf("%s|%s|%s", g.Kind, g.Issuer, compared)
}

// number refuses a printed number of which nothing is left to compare, or that has characters which are not compared.
func number(what, printed string) error {
	if compared, err := Normal(printed); err != nil || compared == "" || len(printed) > numberMax {
		return InvoiceInvalid.New("%s number has no letter or digit, a character that no number has, or more than %d bytes", what, numberMax)
	}
	return nil
}

func legalEntity(text string) bool {
	_, lei := ident.ParseLEI(text)
	_, uscc := ident.ParseUSCC(text)
	return lei == nil || uscc == nil
}

// serial tells whether a serial number has characters of GS1's set alone, none of which is a bar.
func serial(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= '{' })
}

// gs1 tells whether the first n characters are digits whose last is GS1's check digit: the digits weigh 3 and 1 in turn
// from the right, and the sum is a multiple of ten.
func gs1(text string, n int) bool {
	if len(text) < n {
		return false
	}
	sum, weight := 0, 1
	for i := n - 1; i >= 0; i-- {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
		sum += int(text[i]-'0') * weight
		weight = 4 - weight
	}
	return sum%10 == 0
}
