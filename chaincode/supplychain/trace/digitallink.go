// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"slices"
	"strings"
)

// gs1key is a primary key of a GS1 Digital Link.
type gs1key struct {
	// alias is the word that may stand for the application identifier.
	alias string
	// form is what the key looks like.
	form string
	// qualifiers may follow; the most telling is first, and the only one that is kept. Other qualifiers are refused.
	qualifiers []string
	// passed may stand before them and is left out.
	passed []string
}

// characters is GS1's set 82 as far as a path may hold it, and percent signs.
const characters = `[%"'\-.0-9;<=>?A-Z_a-z]`

// forms are what the parts of canonical links look like (GS1 General Specifications).
var (
	words   = regexp.MustCompile(`^` + characters + `{1,60}$`)
	webLink = regexp.MustCompile(`^https?://[^/?#]+((?:/[^/?#]+)+)/?(?:[?#].*)?$`)
)

// keyOf finds a primary key by its application identifier or its alias. GS1 Digital Link URI Syntax 1.2.
func keyOf(segment string) (ai string, key gs1key, known bool) {
	all := []struct {
		ai string
		gs1key
	}{
		{"00", gs1key{"sscc", `\d{18}`, nil, nil}},
		{"01", gs1key{"gtin", `\d{8}|\d{12,14}`, []string{"21", "235", "10"}, []string{"22"}}},
		{"253", gs1key{"gdti", `\d{13}` + characters + `{0,17}`, nil, nil}},
		{"255", gs1key{"gcn", `\d{13}\d{0,12}`, nil, nil}},
		{"401", gs1key{"ginc", characters + `{4,30}`, nil, nil}},
		{"402", gs1key{"gsin", `\d{17}`, nil, nil}},
		{"414", gs1key{"gln", `\d{13}`, []string{"254"}, nil}},
		{"417", gs1key{"party", `\d{13}`, nil, nil}},
		{"8003", gs1key{"grai", `\d{14}` + characters + `{0,16}`, nil, nil}},
		{"8004", gs1key{"giai", `\d{4}` + characters + `{0,26}`, nil, nil}},
		{"8006", gs1key{"itip", `\d{18}`, []string{"21", "10"}, []string{"22"}}},
		{"8010", gs1key{"cpid", `\d{4}[%#\-0-9A-Z]{0,26}`, []string{"8011"}, nil}},
		{"8017", gs1key{"gsrnp", `\d{18}`, nil, nil}},
		{"8018", gs1key{"gsrn", `\d{18}`, nil, nil}},
	}
	for _, candidate := range all {
		if segment == candidate.ai || segment == candidate.alias {
			return candidate.ai, candidate.gs1key, true
		}
	}
	return "", gs1key{}, false
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
		ai, key, known := keyOf(path[i])
		if known && regexp.MustCompile(`^(?:`+key.form+`)$`).MatchString(path[i+1]) {
			return key.canonical(ai, path[i+1], path[i+2:])
		}
	}
	return "", false
}

// canonical keeps the most telling qualifier.
func (k gs1key) canonical(ai, value string, rest []string) (string, bool) {
	if len(rest)%2 != 0 {
		return "", false
	}
	link := base + ai + "/" + value
	if ai == "01" {
		link = base + ai + "/" + strings.Repeat("0", 14-len(value)) + value
	}
	best, suffix := len(k.qualifiers), ""
	for i := 0; i < len(rest); i += 2 {
		qualifier := qualifierOf(rest[i])
		at := slices.Index(k.qualifiers, qualifier)
		if at < 0 && !slices.Contains(k.passed, qualifier) || !words.MatchString(rest[i+1]) {
			return "", false
		}
		if at >= 0 && at < best {
			best, suffix = at, "/"+qualifier+"/"+rest[i+1]
		}
	}
	return link + suffix, true
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
