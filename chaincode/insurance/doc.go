// SPDX-License-Identifier: Apache-2.0

// Package insurance is policies and claims: products as frozen data, policies as stacks of transactions, premiums and
// payments that move in cash in the same transaction as the right that they are for.
package insurance
