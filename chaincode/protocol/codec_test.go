// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type inner struct {
	Name  string            `json:"name"`
	Tags  []string          `json:"tags"`
	Notes map[string]string `json:"notes,omitempty"`
}

type secret struct {
	Text string `json:"text"`
}

type sample struct {
	ID     string  `json:"id"`
	Count  int64   `json:"count,omitzero"`
	Inner  inner   `json:"inner,omitzero"`
	Items  []inner `json:"items,omitempty"`
	Secret secret  `json:"-" transient:"secret"`
}

func (sample) Validate() error { return nil }

func TestUnmarshalRefuses(t *testing.T) {
	for _, test := range []struct{ name, document, why string }{
		{"nothing", ``, "malformed JSON"},
		{"half a document", `{"id":"a"`, "malformed JSON at byte"},
		{"two documents", `{"id":"a"}{}`, "malformed JSON"},
		{"trailing text", `{"id":"a"} x`, "malformed JSON"},
		{"a comment", `{"id":"a"/**/}`, "malformed JSON"},
		{"an unknown member", `{"id":"a","x":1}`, "member /x is unknown"},
		{"an unknown member deep inside", `{"inner":{"y":1}}`, "member /inner/y is unknown"},
		{"another case", `{"ID":"a"}`, "member /ID is unknown"},
		{"a member twice", `{"id":"a","id":"a"}`, "member /id is there twice"},
		{"a map's member twice", `{"inner":{"notes":{"a":"","a":""}}}`, "is there twice"},
		{"null", `null`, "null at the top"},
		{"null inside", `{"id":null}`, "null at /id"},
		{"null in a list", `{"inner":{"tags":[null]}}`, "null at /inner/tags/0"},
		{"NUL", `{"id":"a\u0000"}`, "no text has"},
		{"NUL as a name", `{"inner":{"notes":{"\u0000":""}}}`, "no text has"},
		{"U+10FFFF escaped", `{"id":"\udbff\udfff"}`, "no text has"},
		{"U+10FFFF raw", "{\"id\":\"\U0010FFFF\"}", "no text has"},
		{"half a surrogate pair", `{"id":"\ud800"}`, "malformed JSON"},
		{"invalid UTF-8", "{\"id\":\"\xff\"}", "malformed JSON"},
		{"raw control character", "{\"id\":\"a\nb\"}", "malformed JSON"},
		{"a number for text", `{"id":1}`, "/id: a JSON number does not fit here"},
		{"text for a number", `{"count":"1"}`, "/count: a JSON string does not fit here"},
		{"a fraction", `{"count":1.5}`, "/count"},
		{"an exponent", `{"count":1e3}`, "/count"},
		{"overflow", `{"count":9223372036854775808}`, "/count"},
		{"a leading zero", `{"count":01}`, "malformed JSON"},
		{"a leading plus", `{"count":+1}`, "malformed JSON"},
		{"NaN", `{"count":NaN}`, "malformed JSON"},
		{"a list for an object", `[]`, "the top: a JSON list does not fit here"},
		{"too deep", strings.Repeat(`[`, 1000), "nested deeper than 16"},
		{"the transient field", `{"id":"a","Secret":{"text":"x"}}`, "member /Secret is unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s sample
			require.ErrorContains(t, Unmarshal([]byte(test.document), &s), test.why)
		})
	}
	large := []byte(`{"id":"` + strings.Repeat("a", ArgumentSizeMax) + `"}`)
	require.ErrorIs(t, Unmarshal(large, &sample{}), TooLarge)
}

func TestUnmarshalTakes(t *testing.T) {
	for _, document := range []string{
		`{"id":"a"}`, ` {"id" : "a"} `, `{"id":"\u00e9\u4e2d","inner":{"name":"null","tags":["n","{[\"\\"]}}`, `{"count":-9223372036854775808}`,
		`{"inner":{"notes":{"é":"𐀀"}}}`,
	} {
		require.NoError(t, Unmarshal([]byte(document), &sample{}), document)
	}
}

func TestMarshalIsCanonical(t *testing.T) {
	content, err := Marshal(sample{ID: "<&>é", Inner: inner{Notes: map[string]string{"b": "2", "a": "1"}}})
	require.NoError(t, err)
	require.Equal(t, `{"id":"<&>é","inner":{"name":"","tags":[],"notes":{"a":"1","b":"2"}}}`, string(content))
	_, err = Marshal(sample{ID: "\xff"})
	require.Error(t, err)
}

func samples() *rapid.Generator[sample] {
	text := rapid.StringMatching(`[ -~éß中𐀀\\"]{0,12}`)
	inners := rapid.Custom(func(t *rapid.T) inner {
		return inner{text.Draw(t, "name"), rapid.SliceOfN(text, 1, 3).Draw(t, "tags"), rapid.MapOfN(text, text, 1, 3).Draw(t, "notes")}
	})
	return rapid.Custom(func(t *rapid.T) sample {
		return sample{text.Draw(t, "id"), rapid.Int64().Draw(t, "count"), inners.Draw(t, "inner"),
			rapid.SliceOfN(inners, 1, 3).Draw(t, "items"), secret{text.Draw(t, "secret")}}
	})
}

func TestEncodeAndDecodeAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := samples().Draw(t, "sample")
		argument, transient, err := Encode(s)
		require.NoError(t, err)
		require.Equal(t, s.Secret.Text != "", transient != nil)
		var again sample
		require.NoError(t, Decode(argument, transient, &again))
		require.Equal(t, s, again)
		second, _, err := Encode(&again)
		require.NoError(t, err)
		require.Equal(t, argument, second)
	})
}

func TestTransientErrorsDoNotQuote(t *testing.T) {
	for _, content := range []string{`{"text":"hidden"`, `{"hidden":1}`, `{"text":["hidden"]}`, `hidden`, `"hidden"`} {
		err := Decode([]byte(`{"id":"a"}`), map[string][]byte{"secret": []byte(content)}, &sample{})
		require.ErrorContains(t, err, "transient secret")
		require.NotContains(t, err.Error(), "hidden")
	}
	err := Decode([]byte(`{"id":"a"}`), map[string][]byte{"secret": make([]byte, ArgumentSizeMax+1)}, &sample{})
	require.ErrorIs(t, err, TooLarge)
}

func TestDecodeResponseIsLenientAboutNewMembers(t *testing.T) {
	res, err := DecodeResponse[secret]([]byte(`{"text":"a","new":1}`))
	require.NoError(t, err)
	require.Equal(t, secret{"a"}, *res)
	_, err = DecodeResponse[secret]([]byte(`{"text":1}`))
	require.ErrorContains(t, err, "response: /text")
}

func TestUnmarshalStoredHasNoSizeLimit(t *testing.T) {
	document := []byte(`{"text":"` + strings.Repeat("a", ArgumentSizeMax) + `"}`)
	require.NoError(t, UnmarshalStored(document, &secret{}))
	require.Error(t, UnmarshalStored([]byte(`{"other":1}`), &secret{}))
}

func TestQuotesFindsPrivateTexts(t *testing.T) {
	document := []byte(`{"text":"Ana \"A\" Li","number":12345,"short":"ab","list":["deep one"]}`)
	for _, sentence := range []string{`no Ana "A" Li here`, `no "Ana \"A\" Li" here`, "12345 is too much", "a deep one"} {
		require.True(t, Quotes(sentence, document), sentence)
	}
	for _, sentence := range []string{"", "the text is missing", "ab", "number"} {
		require.False(t, Quotes(sentence, document), sentence)
	}
	require.True(t, Quotes("it says hello there", []byte("hello there")), "a value that is no JSON")
	require.False(t, Quotes("anything", nil))
}

// What the quick look lets pass, the slow one has nothing against; and the standard library agrees on what was read.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		`{"id":"a"}`, `{"id":"a\\"}`, `{"id":"\u0000"}`, `{"inner":{"tags":["null"]}}`, `{"id":null}`, `[[[[[[[[[[[[[[[[[[`,
		"{\"id\":\"\U0010FFFF\"}", `{"items":[{"name":"","tags":[]}]}`, `{"inner":{"notes":{"a":"b"}}}`, `{"id":"]]]]}}}"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sample
		if Unmarshal(data, &s) != nil {
			return
		}
		require.NoError(t, scan(data))
		var standard sample
		require.NoError(t, json.Unmarshal(data, &standard))
		content, err := Marshal(s)
		require.NoError(t, err)
		other, err := Marshal(standard)
		require.NoError(t, err)
		require.Equal(t, string(content), string(other))
		require.NoError(t, Unmarshal(content, &sample{}))
	})
}

func FuzzQuotes(f *testing.F) {
	f.Add("it says hello", []byte(`{"a":"hello"}`))
	f.Fuzz(func(t *testing.T, sentence string, document []byte) {
		var text string
		if json.Unmarshal(document, &text) == nil && len(text) >= quoteSizeMin && strings.Contains(sentence, text) {
			require.True(t, Quotes(sentence, document))
			return
		}
		Quotes(sentence, document)
	})
}
