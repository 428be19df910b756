// SPDX-License-Identifier: Apache-2.0

// Package form makes command-line flags from the request type of an endpoint and reads them back as a request.
//
// A field's flag is named as in JSON, in kebab case; those of a nested struct stand behind a dot (--notary.kind). The help
// text is the field's help tag. What a flag takes follows from the field's type:
//
//	money            "100.00 EUR"
//	text types       their text: dates, decimals, identifiers
//	list of values   repeated, or separated by commas
//	list of structs  a file with a JSON list, the list itself, or repeated key=value,key=value
//	anything else    JSON, or @file
//
// A request that is a text by itself (an account's name) is the command's one argument. Fields that travel in the
// transient map take JSON or @file too; they never enter a transaction's arguments.
package form
