// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"slices"
	"strings"
)

// webLink is a web address with a path.
var webLink = regexp.MustCompile(`^https?://[^/?#]+((?:/[^/?#]+)+)/?(?:[?#].*)?$`)

// gs1key is a primary key of a GS1 Digital Link: lead digits, and up to longest characters in all.
type gs1key struct {
	ai string
	// alias is the word that may stand for the application identifier.
	alias         string
	lead, longest int
	// digits tells that all characters are digits.
	digits bool
	// qualifiers may follow; the most telling is first, and the only one that is kept. 22, a variant, is left out of
	// goods; other qualifiers are refused.
	qualifiers []string
}

// keyOf finds a primary key by its application identifier or its alias. GS1 Digital Link URI Syntax 1.2.
func keyOf(segment string) (key gs1key, known bool) {
	for _, key := range [...]gs1key{
		{"00", "sscc", 18, 18, true, nil},
		{"01", "gtin", 8, 14, true, []string{"21", "235", "10", "22"}},
		{"253", "gdti", 13, 30, false, nil},
		{"255", "gcn", 13, 25, true, nil},
		{"401", "ginc", 4, 30, false, nil},
		{"402", "gsin", 17, 17, true, nil},
		{"414", "gln", 13, 13, true, []string{"254"}},
		{"417", "party", 13, 13, true, nil},
		{"8003", "grai", 14, 30, false, nil},
		{"8004", "giai", 4, 30, false, nil},
		{"8006", "itip", 18, 18, true, []string{"21", "10", "22"}},
		{"8010", "cpid", 4, 30, false, []string{"8011"}},
		{"8017", "gsrnp", 18, 18, true, nil},
		{"8018", "gsrn", 18, 18, true, nil},
	} {
		if segment == key.ai || segment == key.alias {
			return key, true
		}
	}
	return gs1key{}, false
}

// matches tells whether a path segment looks like such a key. Percent signs stand for a character.
func (k gs1key) matches(value string) bool {
	length := len(value) - 2*strings.Count(value, "%")
	if length < k.lead || length > k.longest || !digits(value[:k.lead]) || k.digits && !digits(value) || !words(value) {
		return false
	}
	return k.ai != "01" || length == 8 || length >= 12
}

// words tells whether a path segment has only characters of GS1's set 82, some of them percent-encoded.
func words(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune(`%"'-.;<=>?_`, r)
	})
}

// fromLink makes a canonical Digital Link of one with any domain, in words or numbers, with less telling qualifiers or a
// query string.
func fromLink(uri string) (string, bool) {
	match := webLink.FindStringSubmatch(uri)
	if match == nil {
		return "", false
	}
	path := strings.Split(match[1][1:], "/")
	for i := range len(path) - 1 {
		if key, known := keyOf(path[i]); known && key.matches(path[i+1]) {
			return key.canonical(path[i+1], path[i+2:])
		}
	}
	return "", false
}

// canonical keeps the most telling qualifier.
func (k gs1key) canonical(value string, rest []string) (string, bool) {
	if len(rest)%2 != 0 {
		return "", false
	}
	if k.ai == "01" {
		value = strings.Repeat("0", 14-len(value)) + value
	}
	best, suffix := len(k.qualifiers), ""
	for i := 0; i < len(rest); i += 2 {
		qualifier := qualifierOf(rest[i])
		at := slices.Index(k.qualifiers, qualifier)
		if at < 0 || !words(rest[i+1]) {
			return "", false
		}
		if at < best && qualifier != "22" {
			best, suffix = at, "/"+qualifier+"/"+rest[i+1]
		}
	}
	return base + k.ai + "/" + value + suffix, true
}

// qualifierOf is the application identifier of a qualifier in words.
func qualifierOf(segment string) string {
	switch segment {
	case "ser":
		return "21"
	case "lot":
		return "10"
	case "cpv":
		return "22"
	}
	return segment
}
