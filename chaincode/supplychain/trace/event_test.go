// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

func hashOf(t require.TestingT, event string) trace.Hash {
	parsed, err := trace.Parse([]byte(event))
	require.NoError(t, err, event)
	return parsed.Hash()
}

// with is an object event with something added.
func with(more string) string {
	return `{"@context": {"ex": "https://ex.example/"}, "type": "ObjectEvent", "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00", "action": "OBSERVE"` + more + `}`
}

func manyMembers() string {
	var members strings.Builder
	for i := range 300 {
		fmt.Fprintf(&members, `, "ex:m%d": 1`, i)
	}
	return members.String()
}

func TestSpellingsOfOneEvent(t *testing.T) {
	for name, pair := range map[string][2]string{
		"URN and bare word": {with(`, "bizStep": "urn:epcglobal:cbv:bizstep:shipping"`), with(`, "bizStep": "shipping"`)},
		"CURIE":             {with(`, "bizStep": "cbv:BizStep-shipping"`), with(`, "bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"`)},
		"declared CURIE":    {with(`, "bizStep": "ex:own"`), with(`, "bizStep": "https://ex.example/own"`)},
		"EPC and link":      {with(`, "epcList": ["urn:epc:id:sscc:4012345.0000000111"]`), with(`, "epcList": ["https://shop.example/sscc/040123450000001112?x=1"]`)},
		"order of a list":   {with(`, "ex:a": ["1", "2"]`), with(`, "ex:a": ["2", "1"]`)},
		"zeros":             {with(`, "ex:a": "007.50"`), with(`, "ex:a": 7.5`)},
		"minus zero":        {with(`, "ex:a": "-0.0"`), with(`, "ex:a": "+0"`)},
		"white space":       {with(`, "ex:a": " x "`), with(`, "ex:a": "x"`)},
		"not in the hash":   {with(`, "recordTime": "2026-01-02T03:04:05Z", "eventID": "urn:uuid:1"`), with("")},
		"an error":          {with(`, "errorDeclaration": {"declarationTime": "2026-02-01T00:00:00Z"}`), with("")},
		"empty lists":       {with(`, "epcList": [], "ilmd": {}, "bizLocation": {}`), with("")},
	} {
		require.Equal(t, hashOf(t, pair[1]), hashOf(t, pair[0]), name)
	}
	zoned := strings.Replace(with(""), "03:04:05Z", "05:04:04.9996+02:00", 1)
	require.Equal(t, hashOf(t, with("")), hashOf(t, zoned))
	require.Equal(t, hashOf(t, with(`, "ex:a": 12345678901234567890.10`)), hashOf(t, with(`, "ex:a": "12345678901234567890.1"`)))
	require.NotEqual(t, hashOf(t, with(`, "ex:a": 12345678901234567890`)), hashOf(t, with(`, "ex:a": 12345678901234567891`)), "every digit counts")
}

func TestRefusedEvents(t *testing.T) {
	for name, document := range map[string]string{
		"no JSON":            `<ObjectEvent/>`,
		"repeated member":    with(`, "bizStep": "shipping", "bizStep": "receiving"`),
		"null":               with(`, "bizStep": null`),
		"half a character":   with(`, "ex:a": "\ud800"`),
		"no UTF-8":           with(`, "ex:a": "` + "\xff" + `"`),
		"missing comma":      with(` "ex:a": "1"`),
		"end":                strings.TrimSuffix(with(""), "}"),
		"exponent":           with(`, "ex:a": 1e3`),
		"unknown member":     with(`, "bizstep": "shipping"`),
		"unknown prefix":     with(`, "un:a": "1"`),
		"unknown in a place": with(`, "readPoint": {"id": "geo:1,2", "name": "gate"}`),
		"extension in pairs": with(`, "sourceList": [{"type": "location", "source": "geo:1,2", "ex:a": "1"}]`),
		"list for a text":    with(`, "bizStep": ["shipping"]`),
		"text for a list":    with(`, "epcList": "urn:epc:id:sscc:4012345.0000000111"`),
		"text for an object": with(`, "readPoint": "geo:1,2"`),
		"list of lists":      with(`, "ex:a": [["1"]]`),
		"trailing":           with("") + "{}",
		"type":               `{"type": "Event", "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00", "action": "ADD"}`,
		"no time":            `{"type": "ObjectEvent", "eventTimeZoneOffset": "+00:00", "action": "ADD"}`,
		"no offset":          `{"type": "ObjectEvent", "eventTime": "2026-01-02T03:04:05Z", "action": "ADD"}`,
		"no action":          `{"type": "ObjectEvent", "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00"}`,
		"action":             `{"type": "TransformationEvent", "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00", "action": "ADD"}`,
		"local time":         strings.Replace(with(""), "03:04:05Z", "03:04:05", 1),
		"reserved prefix":    strings.Replace(with(""), `"ex": "https://ex.example/"`, `"cbv": "https://ex.example/"`, 1),
		"prefix of two":      strings.Replace(with(""), `{"ex": "https://ex.example/"}`, `[{"ex": "urn:a:"}, {"ex": "urn:b:"}]`, 1),
		"no list":            `{"type": "EPCISDocument", "epcisBody": {}}`,
		"no event":           `{"type": "EPCISDocument", "epcisBody": {"eventList": []}}`,
		"two events":         `{"type": "EPCISDocument", "epcisBody": {"eventList": [` + with("") + `,` + with("") + `]}}`,
		"too deep":           with(`, "ex:a": ` + strings.Repeat(`{"ex:a": `, 20) + `1` + strings.Repeat(`}`, 20)),
		"too many members":   with(manyMembers()),
		"too large":          with(`, "ex:a": "` + strings.Repeat("x", 512<<10) + `"`),
	} {
		if name == "two events" {
			document = strings.ReplaceAll(document, `"@context": {"ex": "https://ex.example/"}, `, "")
		}
		_, err := trace.Parse([]byte(document))
		require.ErrorIs(t, err, trace.EventRefused, name)
	}
	require.ErrorIs(t, trace.Hash("ni:///sha-256;00?ver=CBV2.0").Validate(), trace.EventRefused)
}

func TestRecordOfAnEvent(t *testing.T) {
	event, err := trace.Parse([]byte(receiving))
	require.NoError(t, err)
	require.Equal(t, trace.Record{
		Hash: event.Hash(), Type: trace.ObjectEvent, Action: "OBSERVE", Time: "2019-10-21T11:00:30.000Z",
		Items:   []trace.Item{"https://id.gs1.org/00/052000011111111461"},
		BizStep: "https://ref.gs1.org/cbv/BizStep-receiving", ReadPoint: "https://id.gs1.org/414/4012345000122",
		Transactions: []trace.Transaction{
			{Type: "https://ref.gs1.org/cbv/BTT-desadv", ID: "urn:epcglobal:cbv:bt:5200001000008:4711"},
			{Type: "https://ref.gs1.org/cbv/BTT-inv", ID: "urn:epcglobal:cbv:bt:5200001000008:RE1099"},
		},
	}, event.Record())

	event, err = trace.Parse([]byte(transforming))
	require.NoError(t, err)
	record := event.Record()
	kept, err := protocol.Marshal(record)
	require.NoError(t, err)
	var read trace.Record
	require.NoError(t, protocol.Unmarshal(kept, &read))
	require.Equal(t, record, read)
	require.Equal(t, []trace.Item{
		"https://id.gs1.org/01/00614141777778/10/987", "https://id.gs1.org/01/04000001654321/21/99886655",
		"https://id.gs1.org/01/04012345111118/10/4444", "https://id.gs1.org/01/04012345111224/21/25", "https://id.gs1.org/01/04012345666663",
	}, record.Inputs)
	require.Len(t, record.Outputs, 4)
	require.Len(t, record.Mentions(), 9)

	event, err = trace.Parse([]byte(everyMember()))
	require.NoError(t, err)
	require.True(t, event.Record().Erroneous)
	event, err = trace.Parse([]byte(packing))
	require.NoError(t, err)
	require.Equal(t, trace.Item("https://id.gs1.org/00/040470231111111229"), event.Record().Parent)
	require.Len(t, event.Record().Mentions(), 5)
}

// Whatever the order of members and list items, an event has one hash; and any other value has another.
func TestLawOneEventOneHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		epcs := rapid.SliceOfNDistinct(rapid.IntRange(0, 999), 1, 5, func(i int) int { return i }).Draw(t, "epcs")
		members := func(epcs []int, quantity string) []string {
			var quoted []string
			for _, epc := range epcs {
				quoted = append(quoted, fmt.Sprintf(`"urn:epc:id:sgtin:4012345.011111.%d"`, epc))
			}
			return []string{
				`"type": "ObjectEvent"`, `"eventTime": "2026-01-02T03:04:05Z"`, `"eventTimeZoneOffset": "+00:00"`, `"action": "ADD"`,
				`"epcList": [` + strings.Join(quoted, ",") + `]`, `"bizStep": "shipping"`,
				`"quantityList": [{"quantity": ` + quantity + `, "uom": "KGM", "epcClass": "urn:epc:class:lgtin:4012345.011111.L"}]`,
			}
		}
		document := func(parts []string) string { return "{" + strings.Join(parts, ",") + "}" }
		hash := hashOf(t, document(members(epcs, "12.5")))
		shuffled := members(rapid.Permutation(epcs).Draw(t, "order of items"), "12.500")
		require.Equal(t, hash, hashOf(t, document(rapid.Permutation(shuffled).Draw(t, "order of members"))))
		require.NotEqual(t, hash, hashOf(t, document(members(epcs, "12.51"))))
		require.NotEqual(t, hash, hashOf(t, document(members(append([]int{1000}, epcs...), "12.5"))))
	})
}
