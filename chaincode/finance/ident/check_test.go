// SPDX-License-Identifier: Apache-2.0

package ident_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestErrorsNameTheRule(t *testing.T) {
	parse := map[string]func(string) error{
		"LEI":  func(s string) error { _, err := ident.ParseLEI(s); return err },
		"ISIN": func(s string) error { _, err := ident.ParseISIN(s); return err },
		"IBAN": func(s string) error { _, err := ident.ParseIBAN(s); return err },
		"BIC":  func(s string) error { _, err := ident.ParseBIC(s); return err },
		"UETR": func(s string) error { _, err := ident.ParseUETR(s); return err },
		"USCC": func(s string) error { _, err := ident.ParseUSCC(s); return err },
		"CFI":  func(s string) error { _, err := ident.ParseCFI(s); return err },
	}
	for text, want := range map[string]string{
		"GB82WEST12345698765423":               "IBAN GB82…: check digits: remainder 49, want 1",
		"GB02WEST12345698765432":               "IBAN GB02…: check digits: remainder 18, want 1",
		"DE89370400440532013001":               "IBAN DE89…: check digits: remainder 28, want 1",
		"QQ9312345678":                         "IBAN QQ93…: country: QQ is not in the IBAN registry",
		"BE6853900754703":                      "IBAN BE68…: length: 15 characters, want 16 in BE",
		"NL5630030A17164300":                   "IBAN NL56…: structure: wrong kind of character at position 5, want 4a10n in NL",
		"54930084UKLVMY22DS61":                 "LEI 5493…: check digits: remainder 46, want 1",
		"US0378331003":                         "ISIN US03…: check digit: 3, want 5",
		"ZZ0378331005":                         "ISIN ZZ03…: prefix: ZZ is neither a country nor a prefix of ISO 6166",
		"MULTIPLE":                             "BIC MULT…: country: IP is no country of ISO 3166",
		"91350100M000100Y4Z":                   "USCC 9135…: character: Z at position 18; I, O, S, V and Z are not used",
		"91350100M000100Y44":                   "USCC 9135…: check character: 4, want 3",
		"ELNUFQ":                               "CFI ELNU…: attribute: Q at position 6, want X or one of BMNR",
		"eb6305c9-1f7f-19de-aed0-16487c27b42d": `UETR "eb63"…: version: 1, want 4`,
		"gb82west12345698765432":               `IBAN "gb82"…: character: 'g' at position 1, want 0-9 or A-Z`,
	} {
		kind, _, _ := strings.Cut(want, " ")
		require.EqualError(t, parse[kind](text), want)
	}
}

// An error must not carry an account number, a megabyte or a control character into a log.
func TestErrorsShowLittle(t *testing.T) {
	for _, text := range []string{"DE89370400440532013001", strings.Repeat("7", 1<<20), "DE\x00\x1b[31m0400440532013001"} {
		_, err := ident.ParseIBAN(text)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "0400440532013001")
		require.Less(t, len(err.Error()), 120)
		require.NotRegexp(t, regexp.MustCompile(`[\x00-\x1f]`), err.Error())
	}
}

func TestGenerators(t *testing.T) {
	british, err := ident.NewIBAN("GB", "WEST12345698765432")
	require.NoError(t, err)
	require.Equal(t, "GB82WEST12345698765432", british.String())
	german, err := ident.NewIBAN("DE", "370400440532013000")
	require.NoError(t, err)
	require.Equal(t, "DE89370400440532013000", german.String())
	require.Equal(t, "DE", german.Country())
	require.Equal(t, "370400440532013000", german.BBAN())

	lei, err := ident.NewLEI("969500KSV493XWY0PS")
	require.NoError(t, err)
	require.Equal(t, "969500KSV493XWY0PS33", lei.String())

	isin, err := ident.NewISIN("GB", "BYXJL75")
	require.NoError(t, err)
	require.Equal(t, "GB00BYXJL758", isin.String())
	require.Equal(t, "GB", isin.Prefix())

	uscc, err := ident.NewUSCC("91350100M000100Y4")
	require.NoError(t, err)
	require.Equal(t, "91350100M000100Y43", uscc.String())
	require.Equal(t, "350100", uscc.Division())
	require.Equal(t, "M000100Y4", uscc.Organisation())
}

func TestGeneratorsRefuse(t *testing.T) {
	for _, err := range []error{
		second(ident.NewIBAN("GB", "west12345698765432")), second(ident.NewIBAN("ZZ", "1")), second(ident.NewIBAN("", "")),
		second(ident.NewLEI("short")), second(ident.NewLEI("969500ksv493xwy0ps")),
		second(ident.NewISIN("GBR", "1")), second(ident.NewISIN("GB", "1234567890")), second(ident.NewISIN("GB", "-")),
		second(ident.NewUSCC("91350100M000100")), second(ident.NewUSCC("91350100I000100Y4")),
	} {
		var refused *ident.Error
		require.ErrorAs(t, err, &refused)
	}
}

func second[T any](_ T, err error) error { return err }

// 01 and 98, 00 and 97, 02 and 99 leave the same remainder; only 02 to 98 are issued.
func TestCheckDigitsNeverIssued(t *testing.T) {
	bodies := 0
	for n := range 2000 {
		issued, err := ident.NewIBAN("NO", fmt.Sprintf("%011d", n))
		require.NoError(t, err)
		twin, found := map[string]string{"98": "01", "97": "00", "02": "99"}[issued.String()[2:4]]
		if !found {
			continue
		}
		_, err = ident.ParseIBAN("NO" + twin + issued.BBAN())
		require.ErrorContains(t, err, "is never issued")
		bodies++
	}
	require.Positive(t, bodies)
}

func TestUETRFromBytes(t *testing.T) {
	u := ident.NewUETR([16]byte{0xeb, 0x63, 0x05, 0xc9, 0x1f, 0x7f, 0xf9, 0xde, 0xee, 0xd0, 0x16, 0x48, 0x7c, 0x27, 0xb4, 0x2d})
	require.Equal(t, ident.MustUETR("eb6305c9-1f7f-49de-aed0-16487c27b42d"), u)
}

func TestParts(t *testing.T) {
	short, long := ident.MustBIC("DEUTDEFF"), ident.MustBIC("DEUTDEFF500")
	require.Equal(t, short.Party(), long.Party())
	require.Equal(t, "DE", short.Country())
	require.Equal(t, []string{"XXX", "500"}, []string{short.Branch(), long.Branch()})
	require.Equal(t, "DB", ident.MustCFI("DBFNXR").Group())
	for _, empty := range []string{
		ident.BIC{}.Party(), ident.BIC{}.Branch(), ident.BIC{}.Country(), ident.IBAN{}.Country(), ident.IBAN{}.BBAN(),
		ident.ISIN{}.Prefix(), ident.USCC{}.Division(), ident.USCC{}.Organisation(), ident.CFI{}.Group(),
	} {
		require.Empty(t, empty)
	}
}

func TestMustPanicsOnABadConstant(t *testing.T) {
	require.Panics(t, func() { ident.MustLEI("") })
	require.Equal(t, "US0378331005", ident.MustISIN("US0378331005").String())
	require.Equal(t, "BE68539007547034", ident.MustIBAN("BE68539007547034").String())
	require.Equal(t, "91350100M000100Y43", ident.MustUSCC("91350100M000100Y43").String())
}

// Mod 97-10 catches every wrong digit for a digit, letter for a letter, and every exchange of neighbours but
// the three of TestLEIBlindSpots.
func TestLawCheckDigitsCatchSlips(t *testing.T) {
	const digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	rapid.Check(t, func(t *rapid.T) {
		lei, err := ident.NewLEI(rapid.StringMatching(`[0-9A-Z]{18}`).Draw(t, "assigned"))
		if err != nil {
			t.Fatal(err)
		}
		slip := []byte(lei.String())
		at := rapid.IntRange(0, 17).Draw(t, "at")
		switch exchange := rapid.Bool().Draw(t, "exchange"); {
		case exchange && strings.Contains("1B1 2M2 3X3", string(slip[at:at+2])):
			return
		case exchange:
			slip[at], slip[at+1] = slip[at+1], slip[at]
		case strings.IndexByte(digits, slip[at]) >= 0:
			slip[at] = digits[rapid.IntRange(0, 9).Draw(t, "digit")]
		default:
			slip[at] = letters[rapid.IntRange(0, 25).Draw(t, "letter")]
		}
		if _, err = ident.ParseLEI(string(slip)); err == nil && string(slip) != lei.String() {
			t.Fatalf("%s taken for %s", slip, lei)
		}
	})
}

// A letter counts as two digits, so a digit and the letter that doubles it read the same either way round.
func TestLEIBlindSpots(t *testing.T) {
	for _, pair := range []string{"1B", "2M", "3X"} {
		one, err := ident.NewLEI("00000000" + pair + "00000000")
		require.NoError(t, err)
		other, err := ident.NewLEI("00000000" + pair[1:] + pair[:1] + "00000000")
		require.NoError(t, err)
		require.Equal(t, one.String()[18:], other.String()[18:])
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"GB82WEST12345698765432", "US0378331005", "DEUTDEFF500", "91350100M000100Y43", "ELNUFR",
		"54930084UKLVMY22DS16", "eb6305c9-1f7f-49de-aed0-16487c27b42d", "GB8", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lei, leiErr := ident.ParseLEI(text)
		isin, isinErr := ident.ParseISIN(text)
		iban, ibanErr := ident.ParseIBAN(text)
		bic, bicErr := ident.ParseBIC(text)
		uetr, uetrErr := ident.ParseUETR(text)
		uscc, usccErr := ident.ParseUSCC(text)
		cfi, cfiErr := ident.ParseCFI(text)
		errs := []error{leiErr, isinErr, ibanErr, bicErr, uetrErr, usccErr, cfiErr}
		for i, value := range []fmt.Stringer{lei, isin, iban, bic, uetr, uscc, cfi} {
			if (errs[i] == nil) != (value.String() == text && text != "") {
				t.Fatalf("%q read as %q, %v", text, value, errs[i])
			}
		}
	})
}

func ExampleParseIBAN() {
	account, err := ident.ParseIBAN("GB82WEST12345698765432")
	fmt.Println(account, account.Country(), err)
	_, err = ident.ParseIBAN("GB82WEST12345698765423")
	fmt.Println(err)
	// Output:
	// GB82WEST12345698765432 GB <nil>
	// IBAN GB82…: check digits: remainder 49, want 1
}

func BenchmarkParseIBAN(b *testing.B) {
	for b.Loop() {
		if _, err := ident.ParseIBAN("GB82WEST12345698765432"); err != nil {
			b.Fatal(err)
		}
	}
}
