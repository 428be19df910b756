// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"strings"
	"time"
)

// Namespaces of GS1.
const (
	cbv = "https://ref.gs1.org/cbv/"
	voc = "https://ref.gs1.org/voc/"
)

// canonical is a value's canonical spelling. bare is put before a word of a standard vocabulary; empty where the member
// has none.
func canonical(text, bare string, names namespaces) string {
	text = strings.TrimSpace(text)
	if bare != "" && text != "" {
		if prefix, _, curie := strings.Cut(text, ":"); !curie {
			text = bare + text
		} else if _, declared := names[prefix]; declared {
			text = names.expand(text)
		}
	}
	return identifier(number(web(text)))
}

// web is the Web URI of a standard vocabulary's URN or compact URI.
func web(text string) string {
	for _, pair := range [][2]string{
		{"urn:epcglobal:cbv:bizstep:", cbv + "BizStep-"}, {"urn:epcglobal:cbv:disp:", cbv + "Disp-"},
		{"urn:epcglobal:cbv:btt:", cbv + "BTT-"}, {"urn:epcglobal:cbv:sdt:", cbv + "SDT-"},
		{"urn:epcglobal:cbv:er:", cbv + "ER-"},
		{"gs1:", voc}, {"cbv:", cbv}, {"epcis:", "https://ref.gs1.org/epcis/"},
	} {
		if rest, found := strings.CutPrefix(text, pair[0]); found {
			return pair[1] + rest
		}
	}
	return text
}

// number is a decimal number without needless zeros and signs; other texts stay.
func number(text string) string {
	unsigned := strings.TrimLeft(text, "+-")
	whole, fraction, pointed := strings.Cut(unsigned, ".")
	if len(text)-len(unsigned) > 1 || !digits(whole) || pointed && !digits(fraction) {
		return text
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if text[0] == '-' && whole != "0" {
		return "-" + whole
	}
	return whole
}

// instantForm is how instants are written: comparable as texts.
const instantForm = "2006-01-02T15:04:05.000Z"

// instant is a time in UTC to the millisecond, half up.
func instant(text string) (string, error) {
	parsed, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(text))
	if err != nil {
		return "", EventRefused.New("%q is no time with its offset from UTC", text)
	}
	utc := parsed.UTC().Round(time.Millisecond)
	if utc.Year() < 1900 || utc.Year() > 9999 {
		return "", EventRefused.New("%q is not between 1900 and 9999", text)
	}
	return utc.Format(instantForm), nil
}
