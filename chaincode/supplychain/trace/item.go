// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"strings"
)

// Item is the canonical name of goods, a container, or a transformation: a canonical GS1 Digital Link where the name is
// a GS1 key, and any other URI as it is.
type Item string

// ParseItem reads an identifier in any spelling that events may use. Fault: ITEM_REFUSED.
func ParseItem(text string) (Item, error) {
	item := Item(identifier(strings.TrimSpace(text)))
	if err := item.Validate(); err != nil {
		return "", err
	}
	return item, nil
}

// itemMax bounds an item's name, in bytes.
const itemMax = 256

// uri is a scheme and something behind it, without white space or control characters.
var uri = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$`)

// Validate refuses what is not canonical: ITEM_REFUSED.
func (i Item) Validate() error {
	if len(i) > itemMax || !uri.MatchString(string(i)) {
		return ItemRefused.New("an item is named by a URI of at most %d printable characters", itemMax)
	}
	if identifier(string(i)) != string(i) {
		return ItemRefused.New("an item is named by its canonical GS1 Digital Link, %s", identifier(string(i)))
	}
	return nil
}

// Key is the item's place in a table.
func (i Item) Key() []string { return []string{string(i)} }

// classes are links that name a kind of goods rather than goods: no lot, no serial number.
var classes = regexp.MustCompile(`^` + base + `(01/\d{14}|253/\d{13}|255/\d{13}|8003/\d{14}|8006/\d{18}|8010/[^/]+)$`)

// Class tells that the name is one of a kind of goods, all over the world and for ever.
func (i Item) Class() bool { return classes.MatchString(string(i)) }

// identifier is the canonical spelling of a GS1 key, or the text as it is.
func identifier(text string) string {
	if link, ok := fromEPC(text); ok {
		return link
	}
	if link, ok := fromLink(text); ok {
		return link
	}
	return text
}
