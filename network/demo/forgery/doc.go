// SPDX-License-Identifier: Apache-2.0

// Package forgery makes proposals say what no client would write, for stories and tests of attacks.
//
// A forged proposal is to be signed properly afterwards: whoever forges has a key of their own. What peers and
// chaincodes then make of it is what the story shows.
package forgery
