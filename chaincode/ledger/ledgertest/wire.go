// SPDX-License-Identifier: Apache-2.0

package ledgertest

import "google.golang.org/protobuf/encoding/protowire"

// The messages of a proposal are written field by field instead of through reflection: one is built for
// every transaction, and its bytes are the same either way (a test compares them with proto.Marshal).

// appendBytes appends a length-delimited field; an empty one is left out, as proto3 does.
func appendBytes(b []byte, field protowire.Number, v []byte) []byte {
	if len(v) == 0 {
		return b
	}
	return appendMessage(b, field, v)
}

// appendMessage appends a sub-message or a member of a repeated field, which is present even when empty.
func appendMessage(b []byte, field protowire.Number, v []byte) []byte {
	b = protowire.AppendTag(b, field, protowire.BytesType)
	return protowire.AppendBytes(b, v)
}

// appendString appends a string field; an empty one is left out.
func appendString(b []byte, field protowire.Number, v string) []byte {
	if v == "" {
		return b
	}
	b = protowire.AppendTag(b, field, protowire.BytesType)
	return protowire.AppendString(b, v)
}

// appendUint appends a varint field; zero is left out.
func appendUint(b []byte, field protowire.Number, v uint64) []byte {
	if v == 0 {
		return b
	}
	b = protowire.AppendTag(b, field, protowire.VarintType)
	return protowire.AppendVarint(b, v)
}

// appendPrefix begins a sub-message of a size known beforehand.
func appendPrefix(b []byte, field protowire.Number, size int) []byte {
	b = protowire.AppendTag(b, field, protowire.BytesType)
	return protowire.AppendVarint(b, uint64(size))
}

// sizeBytes is what appendBytes appends for a field with a number below 16.
func sizeBytes(v []byte) int {
	if len(v) == 0 {
		return 0
	}
	return protowire.SizeTag(1) + protowire.SizeBytes(len(v))
}
