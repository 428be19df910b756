// SPDX-License-Identifier: Apache-2.0

package duplicate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

const (
	supplier = "91350100M000100Y43"   // the example of GB 32100-2015
	buyer    = "5493001KJTIIGC8Y1R12" // the example of ISO 17442
	other    = "213800WSGIIZCXF1P572"
)

// secret counts bytes from a first one.
func secret(first byte) []byte {
	bytes := make([]byte, 32)
	for i := range bytes {
		bytes[i] = first + byte(i)
	}
	return bytes
}

func ring() duplicate.Ring { return duplicate.Ring{{Epoch: 1, Secret: secret(0)}} }

func invoice() duplicate.Invoice {
	return duplicate.Invoice{
		Supplier: supplier, Buyer: buyer, Number: "12345678901234567890",
		Issued: date.MustParse("2025-06-15"), Amount: money.MustParse("1000000.00 CNY"),
	}
}

func value(t *testing.T, i duplicate.Invoice, class duplicate.Class) string {
	t.Helper()
	prints, err := ring().Prints(i)
	require.NoError(t, err)
	for _, token := range prints.Register {
		if token.Class == class {
			return token.Value
		}
	}
	t.Fatalf("no token of class %s", class)
	return ""
}

// The known answer was computed with OpenSSL: key 00..1f, HMAC-SHA-256.
func TestExactTokenOfTheKnownInvoice(t *testing.T) {
	canonical := invoice().Canonical(duplicate.Exact)
	require.Equal(t, []string{
		"v1|INV|91350100M000100Y43|5493001KJTIIGC8Y1R12|CNY|12345678901234567890|2025-06-15|100000000",
	}, canonical)
	token := value(t, invoice(), duplicate.Exact)
	require.Equal(t, "b7051eba9fd286031b8b2623bddd31bc92ecf46a2e0ba912b92c955640b371f6", token)

	plain := sha256.Sum256([]byte(canonical[0]))
	unkeyed := hex.EncodeToString(plain[:])
	require.True(t, strings.HasPrefix(unkeyed, "c48d5f2f") && strings.HasSuffix(unkeyed, "afe92"))
	require.NotEqual(t, unkeyed, token, "a token that anybody can compute is a dictionary")
}

func TestCanonicalTextOfEveryClass(t *testing.T) {
	i := invoice()
	i.Number, i.Orders = "ＩＮＶ-2025/0007", []string{"PO 0042", "po-42", "7"}
	i.Goods = []duplicate.Goods{
		{Kind: duplicate.SSCC, Number: "040123450000001112"},
		{Kind: duplicate.SGTIN, Number: "04012345111118ab9"},
		{Kind: duplicate.BillOfLading, Issuer: other, Number: "maeu 123-456"},
	}
	for class, want := range map[duplicate.Class][]string{
		duplicate.Number: {"v1|INV-NUMBER|" + supplier + "|INV20250007|2025", "v1|INV-NUMBER|" + supplier + "|INV20257|2025"},
		duplicate.Amount: {"v1|INV-AMOUNT|" + supplier + "|" + buyer + "|CNY|100000000|2025-06"},
		duplicate.Seller: {"v1|INV-SELLER|" + buyer + "|CNY|INV20250007|2025-06-15|100000000"},
		duplicate.Order:  {"v1|INV-ORDER|" + buyer + "|7", "v1|INV-ORDER|" + buyer + "|PO0042", "v1|INV-ORDER|" + buyer + "|PO42"},
		duplicate.Item: {
			"v1|INV-GOODS|BL|" + other + "|MAEU123456",
			"v1|INV-GOODS|SGTIN||04012345111118ab9", "v1|INV-GOODS|SSCC||040123450000001112",
		},
	} {
		require.Equal(t, want, i.Canonical(class), class)
	}
}

func TestNormal(t *testing.T) {
	for printed, want := range map[string]string{
		"INV-2024/07": "INV202407", "inv 2024 07": "INV202407", "ＩＮＶ２０２４－０７": "INV202407",
		"000123": "123", "000": "0", "0": "0", "": "", "--": "", "№ 7": "7", "発票7": "発票7", "\u00a01\u30002\u20133": "123",
		"АВС7": "ABC7", "αβγ": "ABΓ", "ёж": "ЁЖ", "계산서-1": "계산서1", "a|b": "AB",
	} {
		got, err := duplicate.Normal(printed)
		require.NoError(t, err, printed)
		require.Equal(t, want, got, "%q", printed)
	}
	for _, printed := range []string{"a\u200bb", "e\u0301", "é1", "ﬁ1", "①", "Ⅷ", "٣", "ｱ", "a\nb", "\x00", "\xff", "\ufffd", "𝟙"} {
		_, err := duplicate.Normal(printed)
		require.ErrorIs(t, err, duplicate.InvoiceInvalid, "%q", printed)
	}
}

func TestRefusedInvoices(t *testing.T) {
	for name, edit := range map[string]func(*duplicate.Invoice){
		"supplier":        func(i *duplicate.Invoice) { i.Supplier = "91350100M000100Y4Z" },
		"buyer":           func(i *duplicate.Invoice) { i.Buyer = "ACME" },
		"one party":       func(i *duplicate.Invoice) { i.Buyer = i.Supplier },
		"no number":       func(i *duplicate.Invoice) { i.Number = " -/ " },
		"invisible":       func(i *duplicate.Invoice) { i.Number = "1\u200b2" },
		"long":            func(i *duplicate.Invoice) { i.Number = strings.Repeat("9", 129) },
		"no date":         func(i *duplicate.Invoice) { i.Issued = date.Date{} },
		"nothing":         func(i *duplicate.Invoice) { i.Amount = money.MustParse("0.00 CNY") },
		"order":           func(i *duplicate.Invoice) { i.Orders = []string{"."} },
		"orders":          func(i *duplicate.Invoice) { i.Orders = make([]string, 9) },
		"SSCC":            func(i *duplicate.Invoice) { i.Goods = goods(duplicate.SSCC, "", "040123450000001113") },
		"SSCC issuer":     func(i *duplicate.Invoice) { i.Goods = goods(duplicate.SSCC, other, "040123450000001112") },
		"no serial":       func(i *duplicate.Invoice) { i.Goods = goods(duplicate.SGTIN, "", "04012345111118") },
		"bar in a serial": func(i *duplicate.Invoice) { i.Goods = goods(duplicate.SGTIN, "", "04012345111118a|b") },
		"no carrier":      func(i *duplicate.Invoice) { i.Goods = goods(duplicate.BillOfLading, "", "1") },
		"kind of number":  func(i *duplicate.Invoice) { i.Goods = goods("LOT", "", "1") },
	} {
		i := invoice()
		edit(&i)
		_, err := ring().Prints(i)
		require.ErrorIs(t, err, duplicate.InvoiceInvalid, name)
	}
}

func goods(kind duplicate.GoodsKind, issuer, number string) []duplicate.Goods {
	return []duplicate.Goods{{Kind: kind, Issuer: issuer, Number: number}}
}

func TestRefusedRings(t *testing.T) {
	short := duplicate.Key{Epoch: 2, Secret: secret(0)[:31]}
	for name, keys := range map[string]duplicate.Ring{
		"empty": {}, "short key": {short}, "epoch 0": {{Secret: secret(0)}},
		"twice": {{Epoch: 1, Secret: secret(0)}, {Epoch: 1, Secret: secret(1)}},
	} {
		_, err := keys.Prints(invoice())
		require.ErrorIs(t, err, duplicate.KeyRefused, name)
	}
	_, err := ring().Rotate(duplicate.Key{Epoch: 1, Secret: secret(1)})
	require.ErrorIs(t, err, duplicate.KeyRefused)
}

func TestKeysDoNotPrint(t *testing.T) {
	key := ring()[0]
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		require.Equal(t, "key of epoch 1", fmt.Sprintf(verb, key))
		require.Equal(t, "key of epoch 1", fmt.Sprintf(verb, &key))
	}
	require.Equal(t, "[key of epoch 1]", fmt.Sprintf("%v", ring()))
}

// The bank edits the amount; the register knows the number.
func ExampleRing_Prints() {
	keys := ring()
	financed, _ := keys.Prints(invoice())
	register := map[duplicate.Token]duplicate.Entry{}
	for _, token := range financed.Register {
		entry := duplicate.Claim(nil, token, "r-1", date.MustParse("2025-07-01"))
		register[token], _ = entry.Finance("r-1")
	}

	edited := invoice()
	edited.Amount = money.MustParse("990000.00 CNY")
	offered, _ := keys.Prints(edited)
	var found []duplicate.Entry
	for _, token := range offered.Lookup {
		if entry, known := register[token]; known {
			found = append(found, entry)
		}
	}
	answer := duplicate.Judge(found, "r-2")
	fmt.Println(answer.Verdict, answer.Refusal(true))
	// Output: SAME DOUBLE_FINANCING: the claim was financed before (NUMBER FNCD)
}
