// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"strings"
)

// base is the domain of canonical GS1 Digital Links.
const base = "https://id.gs1.org/"

// scheme is how an EPC URI becomes a GS1 key. The company prefix and the reference after it have digits digits together,
// 0 for keys of any characters.
type scheme struct {
	digits int
	// key is the application identifier of the GS1 key.
	key string
	// first tells that the reference's first digit comes before the company prefix.
	first bool
	// before is put before the digits.
	before string
	// check tells that a check digit follows them.
	check bool
	// serial is the application identifier of what comes last; empty where it is part of the key, "-" where there is none.
	serial string
}

// schemeOf finds the scheme of an EPC URI, GS1 EPC Tag Data Standard.
func schemeOf(name string) (scheme, bool) {
	switch name {
	case "sgtin":
		return scheme{13, "01", true, "", true, "21"}, true
	case "lgtin":
		return scheme{13, "01", true, "", true, "10"}, true
	case "upui":
		return scheme{13, "01", true, "", true, "235"}, true
	case "itip":
		return scheme{13, "8006", true, "", true, "21"}, true
	case "sscc":
		return scheme{17, "00", true, "", true, "-"}, true
	case "sgln":
		return scheme{12, "414", false, "", true, "254"}, true
	case "pgln":
		return scheme{12, "417", false, "", true, "-"}, true
	case "grai":
		return scheme{12, "8003", false, "0", true, ""}, true
	case "gdti":
		return scheme{12, "253", false, "", true, ""}, true
	case "sgcn":
		return scheme{12, "255", false, "", true, ""}, true
	case "gsrn":
		return scheme{17, "8018", false, "", true, "-"}, true
	case "gsrnp":
		return scheme{17, "8017", false, "", true, "-"}, true
	case "gsin":
		return scheme{16, "402", false, "", true, "-"}, true
	case "giai":
		return scheme{0, "8004", false, "", false, "-"}, true
	case "ginc":
		return scheme{0, "401", false, "", false, "-"}, true
	case "cpi":
		return scheme{0, "8010", false, "", false, "8011"}, true
	}
	return scheme{}, false
}

// fromEPC turns an EPC URI, EPC class URI or EPC pattern URI into a canonical Digital Link.
func fromEPC(uri string) (string, bool) {
	parts := strings.SplitN(uri, ":", 5)
	if len(parts) != 5 || parts[0] != "urn" || parts[1] != "epc" {
		return "", false
	}
	kind, name := parts[2], parts[3]
	s, known := schemeOf(name)
	if !known || (kind == "class") != (name == "lgtin") || kind != "id" && kind != "class" && kind != "idpat" {
		return "", false
	}
	body := strings.Split(parts[4], ".")
	if kind == "idpat" {
		last := len(body) - 1
		if body[last] != "*" || s.serial == "-" {
			return "", false
		}
		body[last] = ""
	}
	return s.link(name, body, kind == "idpat")
}

// link writes the key of company prefix, reference and serial number.
func (s scheme) link(name string, body []string, pattern bool) (string, bool) {
	want := 3
	switch {
	case s.serial == "-":
		want = 2
	case name == "itip":
		want = 5
	}
	if pointed := s.digits == 0 || s.serial != "-"; pointed && name != "cpi" && len(body) > want { // points within the last part
		body = append(body[:want-1:want-1], strings.Join(body[want-1:], "."))
	}
	if len(body) != want {
		return "", false
	}
	key, ok := s.keyOf(body[0], body[1])
	if name == "itip" {
		ok = ok && digits(body[2]) && digits(body[3]) && len(body[2])+len(body[3]) == 4
		key += body[2] + body[3]
	}
	if !ok {
		return "", false
	}
	serial := encode(body[want-1])
	switch {
	case s.serial == "-" || pattern || name == "sgln" && serial == "0":
		return base + s.key + "/" + key, true
	case serial == "":
		return "", false
	case s.serial == "":
		return base + s.key + "/" + key + serial, true
	}
	return base + s.key + "/" + key + "/" + s.serial + "/" + serial, true
}

// keyOf puts company prefix and reference together, with their check digit.
func (s scheme) keyOf(prefix, reference string) (string, bool) {
	if len(prefix) < 6 || len(prefix) > 12 || !digits(prefix) {
		return "", false
	}
	if s.digits == 0 {
		return prefix + encode(reference), reference != ""
	}
	if len(prefix)+len(reference) != s.digits || !digits(reference) && reference != "" || s.first && reference == "" {
		return "", false
	}
	body := s.before + prefix + reference
	if s.first {
		body = reference[:1] + prefix + reference[1:]
	}
	return body + string(checkDigit(body)), true
}

// encode writes a serial number in a path: EPC URIs have encoded the rest already.
func encode(text string) string {
	return strings.NewReplacer("!", "%21", "(", "%28", ")", "%29", "*", "%2A", "+", "%2B", ",", "%2C", ":", "%3A").Replace(text)
}

// checkDigit is GS1's: the digits weigh 3 and 1 in turn from the right, and fill up to a multiple of ten.
func checkDigit(body string) byte {
	sum, weight := 0, 3
	for i := len(body) - 1; i >= 0; i-- {
		sum += int(body[i]-'0') * weight
		weight = 4 - weight
	}
	return byte('0' + (10-sum%10)%10)
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
