// SPDX-License-Identifier: Apache-2.0

// Package sameloss finds out whether one loss is claimed at two insurers, without any of them telling the others what is
// claimed.
//
// # Tokens
//
// A loss has tokens, each made of some of its facts in canonical form:
//
//	class   canonical text                          finds, whatever else differs                    an equal token means
//	OBJECT  v1|LOSS-OBJECT|scheme|number|day        insurer, policy, amount, claimant               the same loss
//	BILL    v1|LOSS-BILL|issuer|number              everything but the bill of a repairer, a hospital   the same loss
//	MONTH   v1|LOSS-MONTH|scheme|number|year-month  the day too                                     perhaps the same
//
// Numbers are compared as package duplicate of supply-chain finance compares those of invoices: capitals and digits alone,
// full width as half width, look-alikes of other alphabets as Latin.
//
// # Two keys
//
// A plain hash of a vehicle's number and a day is guessed in seconds. An HMAC under one key that all insurers share keeps
// outsiders from guessing, but not the insurers. So there are two: a pepper that the insurers share and the keeper of the
// register does not have, and a ring of keys that the keeper alone has. An insurer's own peer makes [Blinded] texts under the
// pepper ([Blind]); the keeper's peer makes tokens of those under the ring ([Prints]), and only tokens are on the ledger. The
// keeper cannot guess what a blinded text stands for, and an insurer cannot make a token: to test a guess it has to have one
// registered under a claim of its own, on record. Keeper and insurer together could; an oblivious pseudo-random function
// would not help against that, since both take part in it. This is not such a function: the keeper sees the same blinded text
// for the same loss, so that it learns of a match as it enters it, which the public register tells anyway.
//
// How blinded texts come from an insurer to the keeper is outside the ledger: on it, any insurer could test guesses with them.
//
// # Epochs
//
// The keeper's ring rotates. A registration writes tokens of the newest epoch and looks them up under all, so that what was
// registered under an old key is found. The pepper does not rotate: the blinded text of an old loss would be another.
package sameloss
