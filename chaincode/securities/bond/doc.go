// SPDX-License-Identifier: Apache-2.0

// Package bond is debt as terms and arithmetic: what a bond promises, per unit of its nominal, and when.
//
// Terms are data that an issuer proposes and a depository approves; they never change within a version. Names of fields
// follow ICMA's Bond Data Taxonomy where it has one.
package bond
